using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.Probing.Tests.Credentials;

/// <summary>The credential goes to the route's own host and to nobody else.</summary>
public sealed class CredentialIsolationTests
{
    [Fact]
    public async Task Redirect_ToAnotherHost_IsNotFollowed()
    {
        await using var elsewhere = FaultServer.Start(Misbehave.Healthy);
        await using var server = FaultServer.Start(Misbehave.RedirectTo(elsewhere.Http("/login?token=abc")));

        var result = await Probe.Of(server.Http()).RunAsync();

        Assert.Equal(Stage.Respond, result.Break);
        Assert.Equal(FailureKind.Redirected, result.FailureAt(Stage.Respond)!.Kind);
        Assert.Empty(elsewhere.Connections);
    }

    [Fact]
    public async Task Redirect_LocationWithSecret_IsRecordedWithoutIt()
    {
        await using var server = FaultServer.Start(Misbehave.RedirectTo(new Uri("https://sso.example/login?token=s3cr3t-value-1234")));

        var result = await Probe.Of(server.Http()).RunAsync();

        var location = result.Find<RespondEvidence>()!.Facts!.Location!;
        Assert.StartsWith("https://sso.example/login", location, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-value-1234", location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Proxy_HttpsRoute_NeverSeesTheCredential(bool refuses)
    {
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var proxy = FaultServer.Start(refuses ? FaultProxy.Refuse("403 Forbidden") : FaultProxy.Working);

        var result = await (Probe.Of(server.Https()).Through(
            new Uri($"http://127.0.0.1:{proxy.Endpoint.Port}")) with
        {
            Explain = true,
        }).RunAsync();

        Assert.Equal(refuses ? Stage.Tunnel : null, result.Break);
        Assert.True(proxy.Received("CONNECT "));
        Assert.False(proxy.Received(LabCredentials.OpenAIKey));
        Assert.False(proxy.Received("uthorization"));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("socks5")]
    public async Task Proxy_HttpRoute_IsProbedWithoutTheCredentialAndSaysSo(string scheme)
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);
        await using var proxy = FaultServer.Start(scheme switch
        {
            "http" => FaultProxy.Working,
            "https" => FaultProxy.Working.OverTls(LabTrust.Server),
            _ => FaultProxy.Socks5Working,
        });
        var request = Probe.Of(server.Http(), RouteKind.Gateway).Through(new Uri($"{scheme}://127.0.0.1:{proxy.Endpoint.Port}"));
        var headers = new Dictionary<string, CredentialSource.EnvironmentVariable> { ["x-tenant"] = new("LAB_AZURE_KEY") };
        request = request with { Route = request.Route with { Headers = headers } };

        var result = await request.RunAsync();

        result.AssertPassed();
        Assert.All([LabCredentials.GatewayKey, LabCredentials.AzureKey], secret => Assert.False(
            proxy.Received(secret) || server.Received(secret)));
        Assert.True(result.Find<ConfigureEvidence>()!.Facts!.CredentialWithheld);
        Assert.Equal((ProbeDepth.Path, StageOutcome.Skipped), (result.Depth, result.Find<CredentialEvidence>()!.Outcome));
        Assert.Contains("credential was not sent", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains(result.Diagnosis.DoNext, step => step.Contains("https://", StringComparison.Ordinal));
        Assert.Contains(result.Diagnosis.DoNot, step => step.Contains("withheld it on purpose", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Proxy_HttpRouteThatBreaks_StillNamesTheOwnerAndSendsNoVariantTheCredential()
    {
        await using var proxy = FaultServer.Start(FaultProxy.Refuse("502 Bad Gateway"));
        var request = Probe.Of(new Uri("http://api.lab.test/v1")).Through(
            new Uri($"http://127.0.0.1:{proxy.Endpoint.Port}")) with
        {
            Explain = true,
        };

        var result = await request.RunAsync();

        Assert.Equal(Core.Model.Owner.ConnectionPath, result.Diagnosis.Owner);
        Assert.False(proxy.Received(LabCredentials.OpenAIKey));
    }

    [Fact]
    public async Task Proxy_PasswordInItsUrl_IsInNoPartOfTheResult()
    {
        await using var proxy = FaultServer.Start(FaultProxy.Refuse("403 Forbidden"));
        var surroundings = Probe.Surroundings with
        {
            Environment = name => name switch
            {
                "HTTPS_PROXY" => $"http://alice:Pa%24s-w0rd@127.0.0.1:{proxy.Endpoint.Port}",
                "LAB_OPENAI_KEY" => LabCredentials.OpenAIKey,
                _ => null,
            },
        };
        var request = Probe.Of(new Uri("https://api.lab.test/v1"));

        var result = await (request with
        {
            Explain = true,
            Route = request.Route with { Proxy = new ProxyChoice.FromEnvironment() }
        }).RunAsync(surroundings);

        Assert.Equal(Stage.Tunnel, result.Break);
        Assert.All(["Pa%24s-w0rd", "Pa$s-w0rd", "alice"], secret => Assert.DoesNotContain(
            secret, result.ToJson(), StringComparison.Ordinal));
    }
}
