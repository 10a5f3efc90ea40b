using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Functions.Http;
using ProbeFleet.Functions.Tests.Flex;

namespace ProbeFleet.Functions.Tests.Http;

/// <summary>A caller who leaves is no failure of the function, which the host would log as an error with its stack.</summary>
public sealed class LeftCallTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly MethodInfo[] Functions =
    [
        .. typeof(OperationFunctions).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)))
                && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken))),
    ];

    [Fact]
    public async Task Call_WhoseCallerHasLeft_EndsWithAnAnswerInEveryFunction()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);
        using var flex = new FlexVantage(azurite.Server.ConnectionString);
        await flex.ApplyAsync(("a", api.BaseUrl(LabPersona.OpenAI)));
        List<string> answered = [];
        foreach (var function in Functions)
        {
            // A process that has read nothing yet has something to wait for.
            var (status, _) = await flex.Start("http").LeftAsync(function);
            answered.Add($"{function.GetCustomAttribute<FunctionAttribute>()!.Name} {status}");
        }

        Assert.Contains("CreateRound 503", answered);
        Assert.Contains("GetHealth 503", answered);
        Assert.Contains("GetHealthDetails 503", answered);
    }
}
