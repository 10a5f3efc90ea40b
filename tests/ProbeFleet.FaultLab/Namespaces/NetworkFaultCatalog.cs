using System.Net;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Servers;

using Setup = System.Func<
    ProbeFleet.FaultLab.Namespaces.LabNetwork,
    System.Threading.CancellationToken,
    System.Threading.Tasks.Task<System.Collections.Generic.IReadOnlyList<System.IAsyncDisposable>>>;

namespace ProbeFleet.FaultLab.Namespaces;

/// <summary>
/// Every fault of the network that needs a namespace. Each is met by the same route, <see cref="BaseUrl"/>, whose API is healthy: only
/// the path differs.
/// </summary>
public static class NetworkFaultCatalog
{
    private const string Path = "connection-path", Host = "api.lab.test";
    private const int Port = 4443, DnsPort = 53;
    private static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.7");

    /// <summary>
    /// The base URL of the route that meets them all; its key is <see cref="Apis.LabCredentials.OpenAIKey"/>, though any is taken.
    /// </summary>
    public static Uri BaseUrl { get; } = new($"https://{Host}:{Port}/v1");

    /// <summary>All of them; names are unique.</summary>
    public static IReadOnlyList<NetworkFault> All { get; } =
    [
        Fault("network/healthy", null, "ok", Known()) with { Owner = "none" },
        Fault("network/none", "resolve", "dns.*", static (_, _) => Owning()) with { IsJoined = false },
        Fault("dns/nxdomain", "resolve", "dns.nxdomain", Resolving(DnsmasqServer.NoSuchName("lab.test"))),
        Fault("dns/no-answer", "resolve", "dns.no-answer", Resolving(
            DnsmasqServer.NoSuchName("lab.test"), $"txt-record={Host},has no address")),
        Fault("dns/refused", "resolve", "dns.refused", Resolving()),
        Fault("dns/servfail", "resolve", "dns.servfail", UpstreamAnswering(code: 2)),
        Fault("dns/silent", "resolve", "dns.timeout", Known((network, stop) => network.DropAsync(network.HostAddress, DnsPort, stop))),
        Fault("dns/late", null, "ok", Late(TimeSpan.FromMilliseconds(300))) with { Owner = "none" },
        Fault("dns/wrong-address", "secure", "tls.name-mismatch", WrongAddress),
        Fault("tcp/dropped", "connect", "tcp.timeout", Known((network, stop) => network.DropAsync(network.HostAddress, Port, stop))),
        Fault("tcp/rejected", "connect", "tcp.refused", Known(
            (network, stop) => network.RejectWithResetAsync(network.HostAddress, Port, stop))),
        Fault("tcp/icmp-unreachable", "connect", "tcp.unreachable",
            Known((network, stop) => network.RejectAsUnreachableAsync(network.HostAddress, Port, stop))),
        Fault("tcp/no-route", "connect", "tcp.unreachable", ElsewhereVia(verdict: null)),
        Fault("tcp/unreachable", "connect", "tcp.unreachable", ElsewhereVia(RouteVerdict.Unreachable)),
        Fault("tcp/prohibited", "connect", "tcp.unreachable", ElsewhereVia(RouteVerdict.Prohibit)),
        Fault("tcp/ipv6-dropped", "connect", "tcp.timeout", DualStackWithoutIPv6),
    ];

    /// <summary>The same route; each connection to it is forgotten on the way after so many seconds without a packet.</summary>
    /// <param name="seconds">How many.</param>
    public static NetworkFault IdleForgottenAfter(int seconds) =>
        Fault("tcp/idle-forgotten", "respond", "tcp.idle-dropped", async (network, stop) =>
    {
        var resolver = await ResolveAsync(network, [DnsmasqServer.Address(Host, network.HostAddress)], stop);
        await network.ForgetIdleAsync(Port, TimeSpan.FromSeconds(seconds), stop);
        var keeping = Misbehave.KeepsUntilIdleFor(TimeSpan.FromHours(1), Misbehave.Forgotten.Swallowed, TimeProvider.System);
        return [resolver, FaultServer.StartOn(keeping.OverTls(LabTrust.Server), network.HostAddress, Port)];
    });

    /// <summary>The same route to a server that stalls in the middle of each stream: by itself, or because the flow is dropped on the way.</summary>
    /// <param name="isDropped">Whether a firewall drops it.</param>
    public static NetworkFault StreamFallsSilent(bool isDropped) => Fault("stream/silent", "answer", "stream.stalled", async (network, stop) =>
    {
        var resolver = await ResolveAsync(network, [DnsmasqServer.Address(Host, network.HostAddress)], stop);
        var stream = new StreamPlan
        {
            Sent = 3,
            Then = async (connection, stopping) =>
            {
                await (isDropped ? network.DropAsync(network.HostAddress, Port, stopping) : Task.CompletedTask);
                await Misbehave.Silence(connection, stopping);
            },
        };
        return [resolver, FaultServer.StartOn(Misbehave.Stream(stream).OverTls(LabTrust.Server), network.HostAddress, Port)];
    });

    /// <summary>The same route; nothing comes back from its host's IPv4 address.</summary>
    public static NetworkFault IPv4Dropped { get; } = Fault("tcp/ipv4-dropped", "connect", "tcp.timeout", DualStackWithoutIPv4);

    /// <summary>One fault.</summary>
    /// <param name="name">Its name, for example <c>dns/nxdomain</c>.</param>
    /// <exception cref="ArgumentException">There is no such fault; the message lists all names.</exception>
    public static NetworkFault Named(string name) => All.FirstOrDefault(fault => fault.Name == name)
        ?? throw new ArgumentException(
            $"No network fault '{name}'. There are: {string.Join(", ", All.Select(fault => fault.Name))}.", nameof(name));

    private static NetworkFault Fault(string name, string? brokenStage, string cause, Setup setUp) => new()
    {
        Name = name,
        Break = brokenStage,
        Cause = cause,
        Owner = Path,
        SetUpAsync = setUp,
    };

    /// <summary>The name is known, the API is healthy, and then something is done to the path.</summary>
    private static Setup Known(Func<LabNetwork, CancellationToken, Task>? thenBreak = null) => async (network, stop) =>
    {
        var resolver = await ResolveAsync(network, [DnsmasqServer.Address(Host, network.HostAddress)], stop);
        await (thenBreak?.Invoke(network, stop) ?? Task.CompletedTask);
        return [resolver, Api(network.HostAddress)];
    };

    private static Setup Resolving(params IReadOnlyList<string> rules) => async (network, stop) =>
        [await ResolveAsync(network, rules, stop), Api(network.HostAddress)];

    private static Setup UpstreamAnswering(byte code) => async (network, stop) =>
    {
        var upstream = ScriptedResolver.Answering(new(network.HostAddress, port: 0), code);
        return [await ResolveAsync(network, [DnsmasqServer.Forward("lab.test", upstream.Endpoint)], stop), upstream];
    };

    private static Setup Late(TimeSpan delay) => async (network, stop) =>
    {
        var real = await DnsmasqServer.StartAsync(new(network.HostAddress, 5353), [DnsmasqServer.Address(Host, network.HostAddress)], stop);
        network.UseResolver(network.HostAddress);
        return [ScriptedResolver.Late(new(network.HostAddress, DnsPort), real.Endpoint, delay), real, Api(network.HostAddress)];
    };

    private static async Task<IReadOnlyList<IAsyncDisposable>> WrongAddress(LabNetwork network, CancellationToken stop)
    {
        var another = Misbehave.Healthy.OverTls(LabTrust.Trusted.IssueServer(CertificateFlaw.WrongName));
        return
        [
            await ResolveAsync(network, [DnsmasqServer.Address(Host, network.HostAddress)], stop),
            FaultServer.StartOn(another, network.HostAddress, Port),
        ];
    }

    private static Setup ElsewhereVia(RouteVerdict? verdict) => async (network, stop) =>
    {
        await (verdict is { } given ? network.RouteAsync(given, Elsewhere, stop) : Task.CompletedTask);
        return [await ResolveAsync(network, [DnsmasqServer.Address(Host, Elsewhere)], stop)];
    };

    private static Task<IReadOnlyList<IAsyncDisposable>> DualStackWithoutIPv6(LabNetwork network, CancellationToken stop) =>
        DualStackWithout(network, network.HostAddress6, stop);

    private static Task<IReadOnlyList<IAsyncDisposable>> DualStackWithoutIPv4(LabNetwork network, CancellationToken stop) =>
        DualStackWithout(network, network.HostAddress, stop);

    private static async Task<IReadOnlyList<IAsyncDisposable>> DualStackWithout(LabNetwork network, IPAddress dead, CancellationToken stop)
    {
        await network.DropAsync(dead, Port, stop);
        return
        [
            await ResolveAsync(network, [DnsmasqServer.Addresses(Host, network.HostAddress, network.HostAddress6)], stop),
            Api(network.HostAddress), Api(network.HostAddress6),
        ];
    }

    private static Task<LabProcess> ResolveAsync(LabNetwork network, IReadOnlyList<string> rules, CancellationToken stop)
    {
        network.UseResolver(network.HostAddress);
        return DnsmasqServer.StartAsync(new(network.HostAddress, DnsPort), rules, stop);
    }

    private static FaultServer Api(IPAddress address) => FaultServer.StartOn(Misbehave.Healthy.OverTls(LabTrust.Server), address, Port);

    private static Task<IReadOnlyList<IAsyncDisposable>> Owning() => Task.FromResult<IReadOnlyList<IAsyncDisposable>>([]);
}
