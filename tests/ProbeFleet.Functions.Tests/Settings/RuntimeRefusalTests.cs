using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ProbeFleet.Functions.Settings;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Functions.Tests.Settings;

/// <summary>Where a route may be probed with the workload's own runtime.</summary>
public sealed class RuntimeRefusalTests
{
    [Fact]
    public void FunctionsVantage_RefusesRuntimesAndNamesTheOtherKind()
    {
        var refusal = RefusalAt(("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated"), ("WEBSITE_SITE_NAME", "contoso"));

        Assert.Contains("self-hosted vantage", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void SelfHostedVantage_RunsThem() => Assert.Null(RefusalAt());

    private static string? RefusalAt(params (string Name, string Value)[] variables)
    {
        var settings = VantageSettings.Read(
            name => name switch
            {
                "PROBEFLEET_VANTAGE" => "lab",
                "PROBEFLEET_STORAGE" => "UseDevelopmentStorage=true",
                "ProbeSchedule" or "ServeSchedule" or "JudgeSchedule" => "0 * * * * *",
                "PurgeSchedule" => "0 30 3 * * *",
                _ => null,
            },
            TimeProvider.System);
        var surroundings = new ProbeSurroundings
        {
            Environment = name => variables.FirstOrDefault(variable => variable.Name == name).Value,
        };
        using var services = new ServiceCollection().AddSingleton(Options.Create(settings)).AddVantage(surroundings).BuildServiceProvider();
        return services.GetRequiredService<ProbeSurroundings>().RuntimeRefusal;
    }
}
