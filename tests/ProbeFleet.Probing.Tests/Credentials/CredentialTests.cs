using Azure.Core;
using Azure.Identity;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Credentials;

public sealed class CredentialTests(LabApiFixture lab) : IClassFixture<LabApiFixture>
{
    [Theory]
    [InlineData(null, FailureKind.CredentialMissing)]
    [InlineData("", FailureKind.CredentialMissing)]
    [InlineData("sk-key-with-line-feed\n", FailureKind.CredentialMalformed)]
    [InlineData(" sk-key-with-space", FailureKind.CredentialMalformed)]
    [InlineData("sk-käy", FailureKind.CredentialMalformed)]
    [InlineData("Bearer sk-key", FailureKind.CredentialMalformed, "begins with the word Bearer")]
    [InlineData("\"sk-key\"", FailureKind.CredentialMalformed, "stands in quotes")]
    [InlineData("'sk-key'", FailureKind.CredentialMalformed, "stands in quotes")]
    public async Task ApiKey_NotUsable_IsRefusedBeforeAnythingIsSent(string? key, FailureKind kind, string said = "")
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);

        var result = await Probe.Of(server.Http()).RunAsync(Probe.Surroundings with { Environment = _ => key });

        Assert.Equal(kind, result.FailureAt(Stage.Credential)!.Kind);
        Assert.Contains(said, result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Empty(server.Connections);
    }

    [Theory]
    [InlineData("v1", LabCredentials.FoundryAudience)]
    [InlineData("2024-10-21", LabCredentials.CognitiveServicesAudience)]
    public async Task ManagedIdentity_EachSurface_AsksForItsOwnScopeAndIsAccepted(string apiVersion, string audience)
    {
        var identity = new LabIdentity(scope => LabCredentials.TokenFor(scope[..^"/.default".Length]));
        var request = WithIdentity(Probe.Of(lab.Api.Https, RouteKind.AzureOpenAI, "chat", apiVersion));

        var result = await request.RunAsync(Probe.Surroundings with { Identity = _ => identity });

        result.AssertPassed();
        Assert.Equal($"{audience}/.default", Assert.Single(identity.Scopes));
        Assert.Equal("bearer-token", result.Find<CredentialEvidence>()!.Facts!.Scheme);
    }

    [Fact]
    public async Task ManagedIdentity_NoEndpoint_IsACredentialThatCannotBeReached()
    {
        var identity = new LabIdentity(_ => throw new CredentialUnavailableException("No managed identity endpoint found."));

        var result = await WithIdentity(Probe.Of(lab.Api.Https, RouteKind.AzureOpenAI)).RunAsync(
            Probe.Surroundings with { Identity = _ => identity });

        Assert.Equal(FailureKind.CredentialUnreachable, result.FailureAt(Stage.Credential)!.Kind);
        Assert.Equal("Azure.Identity.CredentialUnavailableException", result.Exception![1].Type);
    }

    [Fact]
    public async Task ManagedIdentity_SilentEndpoint_IsCutByTheBudget()
    {
        var clock = new ManualClock();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var identity = new LabIdentity(_ => "", asked, Timeout.InfiniteTimeSpan);

        var surroundings = Probe.Surroundings with { Clock = clock, Identity = _ => identity };
        var probing = WithIdentity(Probe.Of(lab.Api.Https, RouteKind.AzureOpenAI)).RunAsync(surroundings);
        await asked.Task;
        clock.Advance(Probe.Ample.Headers);
        var result = await probing;

        Assert.Equal(FailureKind.TimedOut, result.FailureAt(Stage.Credential)!.Kind);
    }

    [Theory]
    [InlineData("team-secret-7")]
    [InlineData("Bearer team-secret-7")]
    public async Task GatewayHeaders_FromTheEnvironment_AreSentAndNeverRecorded(string value)
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);
        var request = Probe.Of(server.Http(), RouteKind.Gateway);
        var headers = new Dictionary<string, CredentialSource.EnvironmentVariable> { ["X-Team-Key"] = new("LAB_TEAM") };

        var result = await (request with { Route = request.Route with { Headers = headers } })
            .RunAsync(Probe.Surroundings with { Environment = name => name is "LAB_TEAM" ? value : LabCredentials.GatewayKey });

        result.AssertPassed();
        Assert.True(server.Received(value));
        Assert.DoesNotContain("team-secret-7", result.ToJson(), StringComparison.Ordinal);
    }

    private static ProbeRequest WithIdentity(ProbeRequest request) =>
        request with { Route = request.Route with { Credential = new CredentialSource.ManagedIdentity() } };

    private sealed class LabIdentity(
        Func<string, string> token, TaskCompletionSource? asked = null, TimeSpan delay = default) : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.Add(Assert.Single(requestContext.Scopes));
            asked?.TrySetResult();
            if (delay == Timeout.InfiniteTimeSpan)
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            return new AccessToken(token(requestContext.Scopes[0]), DateTimeOffset.MaxValue);
        }
    }
}
