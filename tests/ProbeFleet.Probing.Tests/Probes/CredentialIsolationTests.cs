using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Routes;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.Probing.Tests.Probes;

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

        var result = await (Probe.Of(server.Https()).Through(new Uri($"http://127.0.0.1:{proxy.Endpoint.Port}")) with { Explain = true }).RunAsync();

        Assert.Equal(refuses ? Stage.Tunnel : null, result.Break);
        Assert.True(proxy.Received("CONNECT "));
        Assert.False(proxy.Received(LabCredentials.OpenAIKey));
        Assert.False(proxy.Received("uthorization"));
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

        var result = await (request with { Explain = true, Route = request.Route with { Proxy = new ProxyChoice.FromEnvironment() } }).RunAsync(surroundings);

        Assert.Equal(Stage.Tunnel, result.Break);
        Assert.All(["Pa%24s-w0rd", "Pa$s-w0rd", "alice"], secret => Assert.DoesNotContain(secret, result.ToJson(), StringComparison.Ordinal));
    }
}
