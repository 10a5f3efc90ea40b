using System.Net;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.DrillDowns;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.Tests.Dns;
using ProbeFleet.Probing.Tests.Tls;

namespace ProbeFleet.Probing.Tests.DrillDowns;

public sealed class DrillDownRunnerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_BreakAtResolve_LooksAtDnsOnly()
    {
        await using var dns = new DnsResponder((query, _) => [DnsResponder.Respond(query, 3)]);

        var found = await RunAsync(Broken(Stage.Resolve, "https://api.example.test/v1", dns));

        Assert.Equal(["A NXDOMAIN", "AAAA NXDOMAIN"], found.Dns!.Select(lookup => $"{lookup.Type} {lookup.Rcode}"));
        Assert.Equal([dns.Endpoint.ToString()], found.Resolver!.Servers);
        Assert.Null(found.Addresses);
        Assert.Null(found.Tls);
        Assert.Null(found.Proxy);
        Assert.Null(found.LeftOut);
    }

    [Fact]
    public async Task Run_BreakAtConnect_TriesEveryAddressByItself()
    {
        await using var open = LoopbackServer.Silent();
        await using var dns = new DnsResponder((query, _) => [DnsResponder.Respond(query, 0)]);
        var context = Broken(Stage.Connect, $"https://api.example.test:{open.Port}/v1", dns) with
        {
            Addresses = [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback],
        };

        var found = await RunAsync(context);

        Assert.Equal(
            [$"127.0.0.2:{open.Port} Refused", $"127.0.0.1:{open.Port} "],
            found.Addresses!.Select(attempt => $"{attempt.Endpoint} {attempt.Failure?.Kind}"));
        Assert.NotNull(found.Dns);
        await Task.WhenAll(open.Connections).WaitAsync(Stop);
    }

    [Fact]
    public async Task Run_BreakAtSecure_ShowsThePresentedCertificate()
    {
        using var certificate = TestCertificate.Make("wrong.example.test", "CN=Corp Inspection");
        await using var server = LoopbackServer.Secure(certificate);

        var found = await RunAsync(Broken(Stage.Secure, $"https://127.0.0.1:{server.Port}/v1"));

        Assert.Equal("CN=Corp Inspection", found.Tls!.Issuer);
        Assert.Null(found.TlsFailure);
        Assert.Null(Assert.Single(found.Addresses!).Failure);
        await Task.WhenAll(server.Connections).WaitAsync(Stop);
    }

    [Fact]
    public async Task Run_BreakAtSecureBehindAProxy_LooksThroughTheTunnel()
    {
        using var certificate = TestCertificate.Make("wrong.example.test", "CN=Behind the proxy");
        await using var proxy = new LoopbackServer(async (_, stream, stop) =>
        {
            if (await LoopbackServer.ReadHeadAsync(stream, stop) is { Length: > 0 })
            {
                await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stop);
                await LoopbackServer.SecureAsync(stream, certificate, clientCertificate: false, stop);
            }
        });
        var found = await RunAsync(Broken(Stage.Secure, "https://api.example.test/v1", proxy: Through(proxy)));

        Assert.Equal(200, found.Proxy!.Status);
        Assert.Equal("CN=Behind the proxy", found.Tls!.Issuer);
        await Task.WhenAll(proxy.Connections).WaitAsync(Stop);
    }

    [Fact]
    public async Task Run_BreakAtTunnel_SpeaksToTheProxy()
    {
        await using var proxy = LoopbackServer.Answering("HTTP/1.1 407 Auth\r\nProxy-Authenticate: NTLM\r\n\r\n");

        var found = await RunAsync(Broken(Stage.Tunnel, "https://api.example.test/v1", proxy: Through(proxy)));

        Assert.Equal(407, found.Proxy!.Status);
        Assert.Equal("NTLM", found.Proxy.Headers["proxy-authenticate"]);
        Assert.Empty(found.Dns!);
    }

    [Fact]
    public async Task Run_NothingReachable_SaysThatTlsWasLeftOut()
    {
        using var closed = new ClosedPort();

        var found = await RunAsync(Broken(Stage.Respond, $"https://127.0.0.1:{closed.Number}/v1"));

        Assert.Equal(["tls: no address accepted a connection"], found.LeftOut);
    }

    [Fact]
    public async Task Run_EveryPartStalls_EndsWithinItsBudget()
    {
        await using var silent = LoopbackServer.Silent();
        await using var dns = new DnsResponder((_, _) => []);
        var context = Broken(Stage.Secure, $"https://api.example.test:{silent.Port}/v1", dns) with
        {
            Budget = TimeSpan.FromSeconds(5),
            HostsFile = "127.0.0.1 api.example.test",
        };

        var found = await RunAsync(context).WaitAsync(TimeSpan.FromMinutes(2), Stop);

        Assert.All(found.Dns!.Where(lookup => lookup.Server != "hosts file"), lookup => Assert.Equal(
            FailureKind.TimedOut, lookup.Failure!.Kind));
        Assert.Equal(FailureKind.TimedOut, found.TlsFailure!.Kind);
        await Task.WhenAll(silent.Connections).WaitAsync(Stop);
    }

    [Fact]
    public async Task Run_NoBudget_SaysWhatWasLeftOut()
    {
        var found = await RunAsync(Broken(Stage.Secure, "https://127.0.0.1:1/v1") with { Budget = TimeSpan.Zero });

        Assert.Contains("addresses: the budget was spent", found.LeftOut!);
        Assert.Contains("tls: the budget was spent", found.LeftOut!);
    }

    [Theory]
    [InlineData(Stage.Resolve)]
    [InlineData(Stage.Secure)]
    public async Task Run_CallerCancels_EndsAndLeavesNothingOpen(Stage stage)
    {
        var reached = new TaskCompletionSource();
        await using var silent = new LoopbackServer(async (_, stream, stop) =>
        {
            if (await stream.ReadAsync(new byte[1], stop) > 0)
            {
                reached.TrySetResult();
                await stream.CopyToAsync(Stream.Null, stop);
            }
        });
        await using var dns = new DnsResponder((_, _) =>
        {
            reached.TrySetResult();
            return [];
        });
        using var cancelled = new CancellationTokenSource();
        var host = stage is Stage.Resolve ? "api.example.test" : "127.0.0.1";
        var context = Broken(stage, $"https://{host}:{silent.Port}/v1", dns) with { Budget = TimeSpan.FromHours(1) };

        var running = new DrillDownRunner(TimeProvider.System).RunAsync(context, cancelled.Token);
        await reached.Task.WaitAsync(Stop);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Task.WhenAll(silent.Connections).WaitAsync(Stop);
    }

    private static Task<DrillDown> RunAsync(DrillDownContext context) => new DrillDownRunner(TimeProvider.System).RunAsync(context, Stop);

    private static DrillDownContext Broken(Stage stage, string target, DnsResponder? dns = null, ProxyDecision? proxy = null) => new(
        new PathPlan { Target = new Uri(target), ProxyDecision = proxy ?? new ProxyDecision(null, "none") },
        stage,
        TimeSpan.FromMinutes(1),
        Addresses: [],
        Sanitizer.PatternsOnly,
        new ResolverConfiguration { Servers = dns is null ? [] : [dns.Endpoint.ToString()] },
        HostsFile: "");

    private static ProxyDecision Through(LoopbackServer proxy) =>
        ProxyResolver.Resolve(
            new Uri("https://api.example.test"),
            new ProxyChoice.Explicit(new Uri($"http://127.0.0.1:{proxy.Port}")),
            _ => null);
}
