using System.Globalization;
using ProbeFleet.Core.Configuration;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Fleet.Tests;

/// <summary>A vantage of the lab: its routes are loopback servers.</summary>
internal static class Lab
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static Vantage Vantage { get; } = VantageNamed("lab");

    public static ProbeSurroundings Surroundings { get; } = new()
    {
        Environment = name => name switch
        {
            "LAB_KEY" => LabCredentials.OpenAIKey,

            // A short value that is a part of every instant of the test.
            "LAB_YEAR" => DateTimeOffset.UtcNow.Year.ToString(CultureInfo.InvariantCulture),
            _ => null,
        },
    };

    public static Vantage VantageNamed(string name) => new()
    {
        Name = new(name),
        Region = "loopback",
        Network = "lab/lab",
        Runtime = new() { Host = "test", Os = "Debian 12", Dotnet = "10.0.12", Sdk = "OpenAI 2.15.0", App = "0.1.0" },
    };

    public static Route RouteTo(Uri baseUrl, string name = "lab") => new()
    {
        Name = new(name),
        Kind = RouteKind.OpenAI,
        BaseUrl = baseUrl,
        Model = "gpt-4.1-nano",
        Credential = new CredentialSource.EnvironmentVariable("LAB_KEY"),
        Proxy = new ProxyChoice.Direct(),
    };

    /// <summary>Deadlines that no clock of a test reaches by chance.</summary>
    public static RoundPlan PlanOf(params Route[] routes) => new()
    {
        Routes = routes,
        Depth = ProbeDepth.Completion,
        Budget = new(Patience, Patience, Patience, Patience),
        Attempts = 1,
        Concurrency = 8,
    };

    public static FleetConfiguration ConfigurationOf(params Route[] routes) => new() { Routes = routes };

    public static async Task<List<RoundResult>> RunAsync(
        RoundPlan plan, VantageState? memory = null, TimeProvider? clock = null, CancellationToken? cancellationToken = null)
    {
        var runner = new RoundRunner(Surroundings with { Clock = clock ?? TimeProvider.System }, Vantage, memory ?? new VantageState());
        List<RoundResult> results = [];
        await foreach (var result in runner.RunAsync(plan, cancellationToken ?? TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return results;
    }
}
