using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests;

/// <summary>Short ways to probe a lab server as a workload would be configured.</summary>
internal static class Probe
{
    /// <summary>Longer than a busy machine needs: a test of a budget sets its own.</summary>
    public static ProbeBudget Ample { get; } = new(
        TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));

    public static Vantage Vantage { get; } = new()
    {
        Name = new("lab"),
        Region = "loopback",
        Network = "lab/lab",
        Runtime = new() { Host = "cli", Os = "Debian 12", Dotnet = "10.0.12", Sdk = "OpenAI 2.15.0", App = "0.1.0" },
    };

    public static ProbeSurroundings Surroundings { get; } = new()
    {
        Environment = name => name switch
        {
            "LAB_OPENAI_KEY" => LabCredentials.OpenAIKey,
            "LAB_AZURE_KEY" => LabCredentials.AzureKey,
            "LAB_GATEWAY_KEY" => LabCredentials.GatewayKey,
            _ => null,
        },
    };

    public static ProbeRequest Of(
        Uri baseUrl, RouteKind kind = RouteKind.OpenAI, string model = "gpt-4.1-nano", string? apiVersion = null) => new()
        {
            Route = new()
            {
                Name = new("lab"),
                Kind = kind,
                BaseUrl = baseUrl,
                Model = model,
                ApiVersion = apiVersion ?? (kind is RouteKind.AzureOpenAI ? "v1" : null),
                Credential = new CredentialSource.EnvironmentVariable(kind switch
                {
                    RouteKind.OpenAI => "LAB_OPENAI_KEY",
                    RouteKind.AzureOpenAI => "LAB_AZURE_KEY",
                    RouteKind.Gateway => "LAB_GATEWAY_KEY",
                }),
                Proxy = new ProxyChoice.Direct(),
            },
            Vantage = Vantage,
            Budget = Ample,
            Explain = false,
        };

    public static ProbeRequest Through(this ProbeRequest request, Uri proxy) =>
        request with { Route = request.Route with { Proxy = new ProxyChoice.Explicit(proxy) } };

    public static Task<ProbeResult> RunAsync(this ProbeRequest request) => request.RunAsync(Surroundings);

    public static Task<ProbeResult> RunAsync(this ProbeRequest request, ProbeSurroundings surroundings) =>
        new RouteProber(surroundings).ProbeAsync(request, null, TestContext.Current.CancellationToken);

    /// <summary>Fails with the whole result, which says why.</summary>
    public static void AssertPassed(this ProbeResult result) =>
        Assert.True(result.Outcome is ProbeOutcome.Passed, result.ToJson());

    public static string ToJson(this ProbeResult result) => ReadableJson.Of(result, ProbeFleetJson.Default.ProbeResult);

    public static StageFailure? FailureAt(this ProbeResult result, Stage stage) =>
        result.Stages.Single(evidence => evidence.Stage == stage).Failure;
}
