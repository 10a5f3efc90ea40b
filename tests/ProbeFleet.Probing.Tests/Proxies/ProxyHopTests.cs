using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.Probing.Tests.Proxies;

/// <summary>The hop to a proxy is a stage of its own, and what is seen there is the proxy's, not the route's.</summary>
public sealed class ProxyHopTests
{
    [Fact]
    public async Task HttpsProxy_HttpsRoute_EachCertificateIsAtItsOwnStage()
    {
        using var own = LabTrust.Trusted.IssueServerFor("127.0.0.1");
        await using var api = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var proxy = FaultServer.Start(FaultProxy.Working.OverTls(own));

        var result = await Probe.Of(api.Https()).Through(UrlOf(proxy, "https")).RunAsync();

        result.AssertPassed();
        var (tunnel, secure) = (result.Find<TunnelEvidence>()!, result.Find<SecureEvidence>()!);
        Assert.Equal((StageOutcome.Passed, "CN=127.0.0.1", 200), (tunnel.Outcome, tunnel.Facts!.Tls!.Subject, tunnel.Facts.Status));
        Assert.Equal((StageOutcome.Passed, "CN=localhost"), (secure.Outcome, secure.Facts!.Subject));
        Assert.Equal("TLS 1.3", tunnel.Facts.Tls.Protocol);
    }

    [Fact]
    public async Task HttpsProxy_UntrustedCertificate_IsNotAFactOfTheRoute()
    {
        using var own = LabTrust.Inspection.IssueServer();
        await using var api = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var proxy = FaultServer.Start(FaultProxy.Working.OverTls(own));

        var result = await Probe.Of(api.Https()).Through(UrlOf(proxy, "https")).RunAsync();

        Assert.Equal((Stage.Tunnel, Cause.ProxyUntrusted), (result.Break, result.Diagnosis.Cause));
        Assert.Contains("CN=Contoso TLS Inspection Issuing", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Null(result.Find<SecureEvidence>()!.Facts);
        Assert.Empty(api.Connections);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HttpsProxy_SilentHandshake_EndsInTunnelWithinItsBudget(bool plainRoute)
    {
        await using var api = FaultServer.Start(Misbehave.Healthy);
        await using var proxy = FaultServer.Start(Misbehave.StallAfterAccept);
        var request = Probe.Of(plainRoute ? api.Http() : api.Https()).Through(UrlOf(proxy, "https")) with
        {
            Budget = Probe.Ample with { Connect = TimeSpan.FromSeconds(1) },
        };

        var result = await request.RunAsync();

        Assert.Equal((Stage.Tunnel, Cause.ProxyNoAnswer), (result.Break, result.Diagnosis.Cause));
        Assert.Contains("TLS handshake", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.True(result.Duration < Probe.Ample.Total, result.ToJson());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Socks5_WorkingTunnel_IsPassedAndReadsNoStatusOfTheRoute(bool secure)
    {
        await using var api = FaultServer.Start(secure ? Misbehave.Healthy.OverTls(LabTrust.Server) : Misbehave.Healthy);
        await using var proxy = FaultServer.Start(FaultProxy.Socks5Working);

        var result = await Probe.Of(secure ? api.Https() : api.Http()).Through(UrlOf(proxy, "socks5")).RunAsync();

        result.AssertPassed();
        Assert.Equal((StageOutcome.Passed, null), (result.Find<TunnelEvidence>()!.Outcome, result.Find<TunnelEvidence>()!.Facts!.Status));
        Assert.Equal(StageOutcome.Passed, result.Find<SendEvidence>()!.Outcome);
    }

    /// <summary>.NET takes all before the "@" for user information, of which the sanitizer leaves nothing.</summary>
    [Fact]
    public async Task Socks5h_WithAPassword_IsNamedAndThePasswordIsNot()
    {
        using var closed = new ClosedPort();
        var request = Probe.Of(new("https://api.lab.test/v1"));

        var result = await (request with { Route = request.Route with { Proxy = new ProxyChoice.FromEnvironment() } }).RunAsync(
            Probe.Surroundings with
            {
                Environment = name => name is "ALL_PROXY"
                    ? $"socks5h://user:hidden-word@127.0.0.1:{closed.Number}"
                    : Probe.Surroundings.Environment(name),
            });

        Assert.Contains("ALL_PROXY has the scheme socks5h, ", result.Facts<ConfigureFacts>()!.Proxy!.Note, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-word", result.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolveStage_ProxyByAddress_SaysThatItIsTheProxysAddress()
    {
        await using var proxy = FaultServer.Start(FaultProxy.Refuse("403 Forbidden"));

        var result = await Probe.Of(new Uri("https://api.lab.test/v1")).Through(UrlOf(proxy, "http")).RunAsync();

        Assert.Equal("the proxy's host is an IP address", result.Find<ResolveEvidence>()!.Reason);
    }

    private static Uri UrlOf(FaultServer proxy, string scheme) => new($"{scheme}://127.0.0.1:{proxy.Endpoint.Port}");
}
