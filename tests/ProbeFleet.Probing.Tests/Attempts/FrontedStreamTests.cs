using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>
/// Streams through real servers with limits of their own, each in both shapes: the server behind stalls, and the one before it acts.
/// </summary>
public sealed class FrontedStreamTests
{
    /// <summary>The idle limit of each of them, and what a busy machine adds.</summary>
    private static readonly (TimeSpan Least, TimeSpan Most) Limit = (TimeSpan.FromMilliseconds(800), TimeSpan.FromSeconds(6));

    private static readonly StreamPlan Stalls = new() { Sent = 3, Then = Misbehave.Silence };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NginxReadTimeout_CutsWithAnAlert_AndIsTheGateways()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("nginx") is not null, LabRequirements.MissingFor("nginx") ?? "");
        await using var api = FaultServer.Start(Misbehave.Stream(Stalls));
        await using var nginx = await NginxServer.StartAsync(api.Endpoint, LabTrust.Server, Stop);

        var results = await BothAsync(nginx.Url("https", "/piecewise/v1"));

        AssertCut(results, StreamEnd.TlsAlert, Owner.RouteProvider);
    }

    [Fact]
    public async Task NginxBuffering_WithAPatientLimit_IsBufferedAndNamesIt()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("nginx") is not null, LabRequirements.MissingFor("nginx") ?? "");
        await using var api = FaultServer.Start(Misbehave.Stream(new() { Gap = TimeSpan.FromMilliseconds(90) }));
        await using var nginx = await NginxServer.StartAsync(api.Endpoint, LabTrust.Server, Stop);

        var results = await BothAsync(nginx.Url("https"));

        Assert.All(results, result =>
        {
            result.AssertPassed();
            Assert.Equal(Cause.StreamBuffered, result.Diagnosis.Cause);
            Assert.Contains("server: nginx", result.Diagnosis.Summary, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task NginxWithoutBuffering_IsNotBuffered()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("nginx") is not null, LabRequirements.MissingFor("nginx") ?? "");
        await using var api = FaultServer.Start(Misbehave.Stream(new() { Gap = TimeSpan.FromMilliseconds(90) }));
        await using var nginx = await NginxServer.StartAsync(api.Endpoint, LabTrust.Server, Stop);

        var results = await BothAsync(nginx.Url("https", "/piecewise/v1"));

        Assert.All(results, result =>
        {
            result.AssertPassed();
            Assert.Equal(Cause.Ok, result.Diagnosis.Cause);
        });
    }

    [Fact]
    public async Task NginxBufferingAndReadTimeout_IsACutOfWhatCollects()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("nginx") is not null, LabRequirements.MissingFor("nginx") ?? "");
        await using var api = FaultServer.Start(Misbehave.Stream(Stalls));
        await using var nginx = await NginxServer.StartAsync(api.Endpoint, LabTrust.Server, Stop);

        var results = await BothAsync(nginx.Url("https", "/collecting/v1"));

        Assert.All(results, result =>
        {
            Assert.True(result is { Break: Stage.Answer, Diagnosis: { Cause: Cause.StreamCut, Owner: Owner.RouteProvider } },
                result.ToJson());
            Assert.Equal(StreamEnd.TlsAlert, result.Find<AnswerEvidence>()!.Facts!.Stream!.End);
            Assert.Contains("what cuts it also collects it", result.Diagnosis.Summary, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task HaproxyServerTimeout_CutsWithAnAlert_AndIsTheGateways()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("haproxy") is not null, LabRequirements.MissingFor("haproxy") ?? "");
        await using var api = FaultServer.Start(Misbehave.Stream(Stalls));
        await using var haproxy = await HaproxyServer.StartHttpAsync(
            api.Endpoint, LabTrust.Server, ["timeout client 30s", "timeout server 1s"], Stop);

        var results = await BothAsync(haproxy.Url("https"));

        AssertCut(results, StreamEnd.TlsAlert, Owner.RouteProvider);
    }

    [Theory]
    [InlineData("timeout client 1s", "timeout server 30s")]
    [InlineData("timeout client 30s", "timeout server 1s")]
    [InlineData("timeout client 30s", "timeout server 30s", "timeout tunnel 1s")]
    public async Task HaproxyBetween_CutsWithoutAnAlert_AndIsThePaths(params string[] timeouts)
    {
        Assert.SkipWhen(LabRequirements.MissingFor("haproxy") is not null, LabRequirements.MissingFor("haproxy") ?? "");
        await using var api = FaultServer.Start(Misbehave.Stream(Stalls).OverTls(LabTrust.Server));
        await using var haproxy = await HaproxyServer.StartTcpAsync(api.Endpoint, timeouts, Stop);

        var results = await BothAsync(haproxy.Url("https"));

        AssertCut(results, StreamEnd.Fin, Owner.ConnectionPath);
    }

    [Fact]
    public async Task SquidReadTimeout_CutsTheTunnel_AndNamesTheProxy()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("squid") is not null, LabRequirements.MissingFor("squid") ?? "");
        await using var api = FaultServer.Start(Misbehave.Stream(Stalls).OverTls(LabTrust.Server));
        await using var squid = await SquidServer.StartImpatientAsync(Stop);

        var results = await BothAsync(api.Https(), squid.Url("http", "/"));

        AssertCut(results, StreamEnd.Fin, Owner.ConnectionPath);
        Assert.All(results, result => Assert.Contains("Ask the owner of the proxy", result.Diagnosis.DoNext[0], StringComparison.Ordinal));
    }

    private static async Task<ProbeResult[]> BothAsync(Uri url, Uri? proxy = null) =>
        await Task.WhenAll(new[] { RequestKind.ChatStream, RequestKind.ResponsesStream }.Select(request =>
        {
            var order = Probe.Of(url, RouteKind.Gateway);
            order = order with { Route = order.Route with { Request = request } };
            return (proxy is null ? order : order.Through(proxy)).RunAsync();
        }));

    private static void AssertCut(IEnumerable<ProbeResult> results, StreamEnd end, Owner owner) => Assert.All(results, result =>
    {
        Assert.True((result.Break, result.Diagnosis.Cause, result.Diagnosis.Owner) == (Stage.Answer, Cause.StreamCut, owner),
            result.ToJson());
        var stream = result.Find<AnswerEvidence>()!.Facts!.Stream!;
        Assert.Equal((3, end), (stream.Events, stream.End));
        Assert.InRange(stream.GapBeforeEnd, Limit.Least, Limit.Most);
        Assert.Contains("An idle limit of about", result.Diagnosis.Summary, StringComparison.Ordinal);
    });
}
