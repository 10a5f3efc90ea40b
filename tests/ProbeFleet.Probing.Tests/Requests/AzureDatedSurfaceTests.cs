using System.Reflection;
using System.Text.Json.Nodes;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Probing.Tests.Requests;

/// <summary>A dated api-version is called by <c>Azure.AI.OpenAI</c>, as workloads call it; everything else by <c>OpenAI</c>.</summary>
public sealed class AzureDatedSurfaceTests(LabApiFixture lab) : IClassFixture<LabApiFixture>
{
    private static readonly string AzureSdk = $"Azure.AI.OpenAI {VersionOf("Azure.AI.OpenAI")}";
    private static readonly string OpenAISdk = $"OpenAI {VersionOf("OpenAI")}";

    [Theory]
    [InlineData("2023-05-15")] // The client has no name for it.
    [InlineData("2024-06-01")]
    [InlineData("2024-10-21")]
    [InlineData("2025-04-01-preview")]
    public async Task Completion_DatedVersion_IsOneRequestForThatVersion(string version)
    {
        var before = lab.Api.Requests.Count;

        var result = await Probe.Of(lab.Api.Https, RouteKind.AzureOpenAI, "chat", version).RunAsync();

        result.AssertPassed();
        var request = Assert.Single(lab.Api.Requests.Skip(before));
        Assert.Equal(
            ("POST", "/openai/deployments/chat/chat/completions", $"?api-version={version}"),
            (request.Method, request.Path, request.Query));
        Assert.Equal(AzureSdk, result.Vantage.Runtime.Sdk);
    }

    [Theory]
    [InlineData(RouteKind.OpenAI, null)]
    [InlineData(RouteKind.Gateway, null)]
    [InlineData(RouteKind.AzureOpenAI, "v1")]
    public async Task Completion_EverythingElse_IsCalledByOpenAI(RouteKind kind, string? version)
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);

        var result = await Probe.Of(server.Http(), kind, apiVersion: version).RunAsync();

        Assert.Equal(OpenAISdk, result.Vantage.Runtime.Sdk);
        Assert.StartsWith(OpenAISdk.Replace(' ', '/'), Assert.Single(server.Requests).Header("User-Agent"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/openai")]
    [InlineData("/behind/a/prefix")]
    public async Task Completion_Request_IsTheAzureClientsOwn(string basePath)
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);

        var result = await Probe.Of(server.Http(basePath), RouteKind.AzureOpenAI, "my chat/1", "2024-10-21").RunAsync();

        result.AssertPassed();
        var request = Assert.Single(server.Requests);
        var prefix = basePath is "/behind/a/prefix" ? basePath : "";
        Assert.Equal($"{prefix}/openai/deployments/my%20chat%2F1/chat/completions?api-version=2024-10-21", request.Target);
        Assert.Equal($"POST {server.Http("")}{request.Target[1..]}", result.Find<ConfigureEvidence>()!.Facts!.Request);
        Assert.StartsWith($"azsdk-net-AI.OpenAI/{VersionOf("Azure.AI.OpenAI")} ", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal(LabCredentials.AzureKey, request.Header("api-key"));
        Assert.Null(request.Header("Authorization"));
        Assert.Null(request.Header("traceparent"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        var expected = """{"model":"my chat/1","messages":[{"role":"user","content":"ping"}],"max_completion_tokens":16}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(request.Body)), request.Body);
    }

    [Fact]
    public async Task Completion_ReasoningDeployment_Passes() =>
        (await Probe.Of(lab.Api.Https, RouteKind.AzureOpenAI, "reasoning", "2024-10-21").RunAsync()).AssertPassed();

    [Fact]
    public async Task ModelList_GoesThroughTheSamePipeline()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);
        var probe = Probe.Of(server.Http(""), RouteKind.AzureOpenAI, "chat", "2024-10-21") with { Depth = ProbeDepth.Authenticated };

        var result = await probe.RunAsync();

        var request = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/openai/models?api-version=2024-10-21"), (request.Method, request.Target));
        Assert.StartsWith("azsdk-net-AI.OpenAI/", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal(LabCredentials.AzureKey, request.Header("api-key"));
        Assert.Equal(AzureSdk, result.Vantage.Runtime.Sdk);
    }

    [Theory]
    [InlineData(ProbeDepth.Path, ProbeVariant.Full)]
    [InlineData(ProbeDepth.Completion, ProbeVariant.Keyless)]
    public async Task NoCredential_IsSentNoneAndThePathIsProved(ProbeDepth depth, ProbeVariant variant)
    {
        var before = lab.Api.Requests.Count;
        var probe = Probe.Of(lab.Api.Https, RouteKind.AzureOpenAI, "chat", "2024-10-21") with { Depth = depth, Variant = variant };

        var result = await probe.RunAsync();

        Assert.Equal(401, result.Response!.Status);
        Assert.Empty(Assert.Single(lab.Api.Requests.Skip(before)).CredentialHeaders);
    }

    [Theory]
    [InlineData(ProbeDepth.Completion)]
    [InlineData(ProbeDepth.Authenticated)]
    public async Task GatewayHeaders_AreSentBesideTheKey(ProbeDepth depth)
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);
        var probe = Probe.Of(server.Http(""), RouteKind.AzureOpenAI, "chat", "2024-10-21") with { Depth = depth };
        var headers = new Dictionary<string, CredentialSource.EnvironmentVariable> { ["X-Team-Key"] = new("LAB_GATEWAY_KEY") };

        await (probe with { Route = probe.Route with { Headers = headers } }).RunAsync();

        Assert.Equal(LabCredentials.GatewayKey, Assert.Single(server.Requests).Header("X-Team-Key"));
    }

    [Theory]
    [InlineData(ProbeVariant.Full, true)]
    [InlineData(ProbeVariant.WithoutSdk, true)]
    [InlineData(ProbeVariant.Keyless, false)]
    public async Task ApiKeyAsTheRoutesOwnHeader_IsSentWhereOthersAre(ProbeVariant variant, bool sends)
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);
        var probe = Probe.Of(server.Http(""), RouteKind.AzureOpenAI, "chat", "2024-10-21") with { Variant = variant };
        var headers = new Dictionary<string, CredentialSource.EnvironmentVariable> { ["API-Key"] = new("LAB_GATEWAY_KEY") };

        await (probe with { Route = probe.Route with { Credential = new CredentialSource.None(), Headers = headers } }).RunAsync();

        Assert.Equal(sends ? LabCredentials.GatewayKey : null, Assert.Single(server.Requests).Header("api-key"));
    }

    [Theory]
    [InlineData(ProbeDepth.Completion)]
    [InlineData(ProbeDepth.Authenticated)]
    public async Task ServerError_IsNotRetriedAndIsKept(ProbeDepth depth)
    {
        await using var lab = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);
        lab.Behave(LabAnswers.Named("azure/internal-error"));
        var probe = Probe.Of(lab.Https, RouteKind.AzureOpenAI, "chat", "2024-10-21") with { Depth = depth };

        var result = await probe.RunAsync();

        Assert.Single(lab.Requests);
        Assert.Equal((500, Stage.Answer), (result.Response!.Status, result.Break));
    }

    private static string VersionOf(string package) =>
        Assembly.Load(package).GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
