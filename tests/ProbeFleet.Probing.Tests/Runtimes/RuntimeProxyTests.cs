using System.Globalization;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Tests.Attempts;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>Real forward proxies, spoken to by real interpreters: what they refuse has the stage, cause and owner that it has from .NET.</summary>
public sealed class RuntimeProxyTests(Workloads workloads, RealFrontFixture fixture) : IClassFixture<Workloads>, IClassFixture<RealFrontFixture>, IDisposable
{
    private const string NotAvailable = "config.runtime-not-available";

    private readonly ClosedPort _dead = new();

    private static string? Missing => Workloads.Missing
        ?? (LabRequirements.NodeOf(22) is null || LabRequirements.NodeOf(24) is null ? "Node 22 or 24 is not installed: run eng/install-lab.sh" : null)
        ?? (Directory.Exists("/usr/lib/python3/dist-packages/socksio") ? null : "python3-socksio is not installed: run eng/install-lab.sh");

    [Theory]
    [InlineData("squid/open", "", null, "ok", "none", "works")]
    [InlineData("squid/open+dead", "", "tunnel", "proxy.failed", "route-provider", "itself refuses the connection")]
    [InlineData("squid/denying", "", "tunnel", "proxy.denied", "connection-path", "Without the proxy the API is reached")]
    [InlineData("tinyproxy/401", "staff:right@", null, "ok", "none", "works")]
    [InlineData("tinyproxy/401", "staff:wrong@", "tunnel", "proxy.auth-required", "connection-path", "were given and refused")]
    [InlineData("mitmproxy/407", "", "tunnel", "proxy.auth-required", "connection-path", "asks for its own credentials (407)")]
    [InlineData("mitmproxy/open", "", "secure", "tls.partial-chain", "connection-path", "inspects TLS: through it the certificate")]
    [InlineData("nginx/as-proxy", "", "tunnel", "proxy.failed", "connection-path", "is a web server")]
    public async Task HttpProxy_ThroughEachRuntime_IsJudgedAsFromDotnet(
        string front, string user, string? broken, string cause, string owner, string said)
    {
        Assert.SkipWhen((Missing ?? fixture.Missing) is not null, Missing ?? fixture.Missing ?? "");
        var request = Through(front, "http", user);

        await Parallel.ForEachAsync(
            [workloads.Httpx, workloads.Urllib, workloads.NewerNodes[^1]], TestContext.Current.CancellationToken, async (workload, _) =>
            Assert.Equal((broken, cause, owner), Found(await ProbeAsync(workload, request, said))));
    }

    [Theory]
    [InlineData("dante/open", "", null, "ok", "none", "works")]
    [InlineData("dante/open+dead", "", "tunnel", "proxy.failed", "route-provider", "SOCKS reply 5: the host refused the connection")]
    [InlineData("dante/rule", "", "tunnel", "proxy.denied", "connection-path", "SOCKS reply 2: not allowed by the proxy's rules")]
    [InlineData("dante/password", "", "tunnel", "proxy.auth-required", "connection-path", "asks for its own credentials")]
    [InlineData("dante/password", "staff:wrong@", "tunnel", "proxy.auth-required", "connection-path", "were given and refused")]
    public async Task SocksProxy_ThroughTheClientsThatKnowIt_IsJudgedAsFromDotnet(
        string front, string user, string? broken, string cause, string owner, string said)
    {
        Assert.SkipWhen((Missing ?? fixture.Missing) is not null, Missing ?? fixture.Missing ?? "");
        var request = Through(front, "socks5", user);

        await Parallel.ForEachAsync([workloads.Httpx, workloads.NewerNodes[^1]], TestContext.Current.CancellationToken, async (workload, _) =>
            Assert.Equal((broken, cause, owner), Found(await ProbeAsync(workload, request, said))));
    }

    [Fact]
    public async Task SocksProxy_ThroughTheClientsThatDoNotKnowIt_SaysSoAndSendsNothing()
    {
        Assert.SkipWhen((Missing ?? fixture.Missing) is not null, Missing ?? fixture.Missing ?? "");
        using var folder = LabFolder.Create("without");
        folder.Write("socksio.py", "raise ImportError('none')\n");
        var request = Through("dante/open", "socks5", "");
        (Workload Workload, string Said)[] unable =
        [
            (workloads.Urllib, "urllib speaks plain HTTP to every proxy, also to one whose URL says socks5://"),
            (workloads.Httpx.With(("PYTHONPATH", folder.Path)), "pip install httpx[socks]"),
            (workloads.NewerNodes[0], "Invalid URL protocol: the URL must start with `http:` or `https:`"),
        ];

        await Parallel.ForEachAsync(unable, TestContext.Current.CancellationToken, async (one, _) =>
            Assert.Equal(("configure", NotAvailable, "configuration"), Found(await ProbeAsync(one.Workload, request, one.Said))));
    }

    [Fact]
    public async Task TlsToAProxyThatSpeaksNone_IsTheProxysAndNotTheRoutes_AndUrllibSpeaksNone()
    {
        Assert.SkipWhen((Missing ?? fixture.Missing) is not null, Missing ?? fixture.Missing ?? "");
        var request = Through("squid/open", "https", "");

        await Parallel.ForEachAsync([workloads.Httpx, .. workloads.NewerNodes], TestContext.Current.CancellationToken, async (workload, _) =>
            Assert.Equal(
                ("tunnel", "proxy.failed", "connection-path"), Found(await ProbeAsync(workload, request, "does not speak the proxy protocol"))));
        Assert.Equal((null, "ok", "none"), Found(await ProbeAsync(workloads.Urllib, request, "works")));
    }

    /// <summary>fetch refuses some ports by a list, before anything is sent.</summary>
    [Fact]
    public async Task PortThatFetchRefuses_SaysSo()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");

        var result = await workloads.Fetch.ProbeAsync(Probe.Of(new("https://localhost:10080/v1")));

        Assert.Equal(("configure", NotAvailable, "configuration"), Found(result));
        Assert.Contains("bad port", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    public void Dispose() => _dead.Dispose();

    private ProbeRequest Through(string front, string scheme, string user)
    {
        var fronts = fixture.Fronts!;
        var target = front.EndsWith("+dead", StringComparison.Ordinal) ? _dead.Number : fronts.Api.Https.Port;
        var request = Probe.Of(new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{target}/litellm")), RouteKind.Gateway);
        return request.Through(new($"{scheme}://{user}localhost:{fronts[front.Split('+')[0]]}")) with { Explain = true };
    }

    private static async Task<ProbeResult> ProbeAsync(Workload workload, ProbeRequest request, string said)
    {
        var result = await workload.ProbeAsync(request);
        Assert.True(result.Diagnosis.Summary.Contains(said, StringComparison.Ordinal), $"{workload}: {result.ToJson()}");
        return result;
    }

    private static (string? Break, string Cause, string Owner) Found(ProbeResult result) =>
        (result.Break is { } stage ? WireWord.Of(stage) : null, WireWord.Of(result.Diagnosis.Cause), WireWord.Of(result.Diagnosis.Owner));
}
