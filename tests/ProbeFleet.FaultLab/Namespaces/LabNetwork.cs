using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.FaultLab.Namespaces;

/// <summary>
/// A network namespace for a workload, joined to this process by a pair of virtual links. The lab's servers listen on
/// <see cref="HostAddress"/>; what runs inside sees only them, through the resolver, the routes and the firewall it is given. Needs root.
/// Its name carries this process's id: leftovers of dead processes are swept when the next one is made.
/// </summary>
public sealed class LabNetwork : IAsyncDisposable
{
    private static readonly HashSet<int> Subnets = [];
    private static readonly Dictionary<string, string?> Unchanged = [];
    private static int _count;
    private readonly string _settings;

    private LabNetwork(string name, int subnet)
    {
        Name = name;
        _settings = $"/etc/netns/{name}";
        HostAddress = AddressOf(subnet, 1);
        InsideAddress = AddressOf(subnet, 2);
        HostAddress6 = IPAddress.Parse($"fd98:{subnet:x}::1");
        InsideAddress6 = IPAddress.Parse($"fd98:{subnet:x}::2");
    }

    /// <summary>The namespace's name.</summary>
    public string Name { get; }

    /// <summary>This process's end: where servers listen.</summary>
    public IPAddress HostAddress { get; }

    /// <summary>The namespace's end.</summary>
    public IPAddress InsideAddress { get; }

    /// <summary>This process's end, IPv6.</summary>
    public IPAddress HostAddress6 { get; }

    /// <summary>The namespace's end, IPv6.</summary>
    public IPAddress InsideAddress6 { get; }

    /// <summary>Makes a namespace that reaches this process and nothing else; it has no resolver yet.</summary>
    public static async Task<LabNetwork> CreateAsync(CancellationToken cancellationToken)
    {
        var network = await CreateIsolatedAsync(cancellationToken);
        try
        {
            await network.JoinAsync(cancellationToken);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a namespace with a loopback and no network at all: no link, no route, an empty resolv.conf.</summary>
    public static async Task<LabNetwork> CreateIsolatedAsync(CancellationToken cancellationToken)
    {
        await LeftoverSweep.RunAsync(cancellationToken);
        var count = Interlocked.Increment(ref _count);
        var network = new LabNetwork($"{LeftoverSweep.Prefix}{Environment.ProcessId}x{count}", FreeSubnet());
        await Ip(["netns", "add", network.Name], cancellationToken);
        await Ip(["-n", network.Name, "link", "set", "lo", "up"], cancellationToken);
        Directory.CreateDirectory(network._settings);
        network.UseResolverConfiguration("");
        return network;
    }

    /// <summary>Gives the namespace a resolv.conf.</summary>
    /// <param name="text">Its whole text, for example <c>nameserver 198.18.0.1</c>.</param>
    public void UseResolverConfiguration(string text) => File.WriteAllText($"{_settings}/resolv.conf", text + '\n');

    /// <summary>Gives the namespace one resolver, on port 53, with short patience: 2 seconds, once.</summary>
    /// <param name="server">Its address.</param>
    public void UseResolver(IPAddress server) => UseResolverConfiguration($"nameserver {server}\noptions timeout:2 attempts:1");

    /// <summary>Nothing that <paramref name="from"/> sends on a port arrives: to the workload the peer is silent.</summary>
    public Task DropAsync(IPAddress from, int port, CancellationToken cancellationToken) =>
        AddRuleAsync("input", $"{Family(from)} saddr {from} th sport {Text(port)} drop", cancellationToken);

    /// <summary>Nothing that is sent to a port inside arrives: a server there is a black hole to this process.</summary>
    public Task DropArrivalsAsync(int port, CancellationToken cancellationToken) =>
        AddRuleAsync("input", $"tcp dport {Text(port)} drop", cancellationToken);

    /// <summary>A firewall on the way refuses: RST to every attempt.</summary>
    public Task RejectWithResetAsync(IPAddress to, int port, CancellationToken cancellationToken) =>
        AddRuleAsync("output", $"{Family(to)} daddr {to} tcp dport {Text(port)} reject with tcp reset", cancellationToken);

    /// <summary>A firewall on the way refuses: ICMP host unreachable to every attempt.</summary>
    public Task RejectAsUnreachableAsync(IPAddress to, int port, CancellationToken cancellationToken) =>
        AddRuleAsync("output", $"{Family(to)} daddr {to} tcp dport {Text(port)} reject with icmpx type host-unreachable",
            cancellationToken);

    /// <summary>
    /// A firewall on the way remembers a connection while packets of it pass, forgets one that is idle for longer, and drops what it does
    /// not know.
    /// </summary>
    /// <param name="port">The server's port.</param>
    /// <param name="limit">How long it remembers an idle connection; whole seconds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ForgetIdleAsync(int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        var remembered = string.Create(CultureInfo.InvariantCulture, $"@known {{ tcp sport timeout {limit.TotalSeconds:0}s }}");
        string[] commands =
        [
            "add table inet lab", "add chain inet lab output { type filter hook output priority 0 ; }",
            "add set inet lab known { type inet_service ; flags dynamic,timeout ; timeout 1m ; }",
            $"add rule inet lab output tcp dport {Text(port)} tcp flags & (syn | ack) == syn add {remembered} accept",
            $"add rule inet lab output tcp dport {Text(port)} tcp sport @known update {remembered} accept",
            $"add rule inet lab output tcp dport {Text(port)} drop",
        ];
        await Ip(["netns", "exec", Name, "nft", string.Join(" ; ", commands)], cancellationToken);
    }

    /// <summary>Adds a route that refuses.</summary>
    /// <param name="verdict">What the kernel says to a workload that uses it.</param>
    /// <param name="to">An address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task RouteAsync(RouteVerdict verdict, IPAddress to, CancellationToken cancellationToken) =>
        Ip(["-n", Name, "route", "add", verdict.ToString().ToLowerInvariant(), to.ToString()], cancellationToken);

    /// <summary>Lets the workload reach another address of this process's machine, for example the other end of another network.</summary>
    /// <param name="to">The address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task ReachAsync(IPAddress to, CancellationToken cancellationToken) =>
        Ip(["-n", Name, "route", "add", to.ToString(), "via", HostAddress.ToString()], cancellationToken);

    /// <summary>The command that runs a command inside; the process keeps its id.</summary>
    /// <param name="command">A program and its arguments.</param>
    public string[] CommandInside(params IReadOnlyList<string> command) => [IpProgram, "netns", "exec", Name, .. command];

    /// <summary>Runs a command inside.</summary>
    /// <param name="program">The program's name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables beside the inherited ones; a null value takes one away.</param>
    /// <param name="cancellationToken">Kills it.</param>
    public Task<LabOutcome> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellationToken) =>
        LabCommand.RunAsync(IpProgram, CommandInside([program, .. arguments])[1..], environment, cancellationToken);

    /// <summary>Starts a server inside, on an address of the inside, and waits until it accepts connections there.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="endpoint">Where it will listen.</param>
    /// <param name="arguments">Its arguments, made from its folder and its port.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public Task<LabProcess> StartInsideAsync(
        string program, IPEndPoint endpoint, Func<LabFolder, int, IReadOnlyList<string>> arguments, CancellationToken cancellationToken)
    {
        const string Knock = "import socket,sys;socket.create_connection((sys.argv[1],int(sys.argv[2]))).close()";
        return LabProcess.StartOnAsync(
            IpProgram,
            endpoint,
            (folder, port) => CommandInside([LabRequirements.PathOf(program) ?? program, .. arguments(folder, port)])[1..],
            async (_, stop) => (await RunAsync("python3", ["-c", Knock, $"{endpoint.Address}", Text(endpoint.Port)], Unchanged, stop)).ExitCode
                is 0,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await LeftoverSweep.RemoveAsync(Name, CancellationToken.None);

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        await Ip(["link", "add", Name, "type", "veth", "peer", "name", "eth0", "netns", Name], cancellationToken);
        await Ip(["addr", "add", $"{HostAddress}/30", "dev", Name], cancellationToken);
        await Ip(["addr", "add", $"{HostAddress6}/64", "dev", Name, "nodad"], cancellationToken);
        await Ip(["link", "set", Name, "up"], cancellationToken);
        await Ip(["-n", Name, "addr", "add", $"{InsideAddress}/30", "dev", "eth0"], cancellationToken);
        await Ip(["-n", Name, "addr", "add", $"{InsideAddress6}/64", "dev", "eth0", "nodad"], cancellationToken);
        await Ip(["-n", Name, "link", "set", "eth0", "up"], cancellationToken);
    }

    private async Task AddRuleAsync(string hook, string rule, CancellationToken cancellationToken)
    {
        string[] commands =
        [
            "add table inet lab", $"add chain inet lab {hook} {{ type filter hook {hook} priority 0 ; }}",
            $"add rule inet lab {hook} {rule}",
        ];
        await Ip(["netns", "exec", Name, "nft", string.Join(" ; ", commands)], cancellationToken);
    }

    internal static string IpProgram => LabRequirements.PathOf("ip") ?? "ip";

    private static string Family(IPAddress address) => address.GetAddressBytes().Length == 4 ? "ip" : "ip6";

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    internal static Task<string> Ip(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        LabCommand.MustAsync(IpProgram, arguments, cancellationToken);

    // 198.18.0.0/15 is for tests of networks (RFC 2544): 32,768 subnets of four addresses.
    private static IPAddress AddressOf(int subnet, int host)
    {
        var offset = (subnet * 4) + host;
        return new([198, (byte)(18 + (offset >> 16)), (byte)(offset >> 8), (byte)offset]);
    }

    // Of this process's networks each has its own, also before its address is set.
    private static int FreeSubnet()
    {
        lock (Subnets)
        {
            var subnet = Environment.ProcessId * 16 % 32_768;
            while (Subnets.Contains(subnet) || IsOfThisMachine(AddressOf(subnet, 1)))
            {
                subnet = (subnet + 1) % 32_768;
            }

            Subnets.Add(subnet);
            return subnet;
        }
    }

    // The list of links cannot be read reliably while others come and go; whether an address can be bound is one question.
    private static bool IsOfThisMachine(IPAddress address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException foreign) when (foreign.SocketErrorCode is SocketError.AddressNotAvailable)
        {
            return false;
        }
    }
}
