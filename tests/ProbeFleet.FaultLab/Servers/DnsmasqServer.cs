using System.Net;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>A real DNS server (dnsmasq) that knows only what it is told.</summary>
public static class DnsmasqServer
{
    /// <summary>Starts one on a free loopback port.</summary>
    /// <param name="rules">Its rules, in the words of its configuration file.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartAsync(IReadOnlyList<string> rules, CancellationToken cancellationToken) =>
        StartAsync(new(IPAddress.Loopback, FreePort.Take(IPAddress.Loopback)), rules, cancellationToken);

    /// <summary>Starts one.</summary>
    /// <param name="endpoint">Where it listens, UDP and TCP; inside a network a resolver must be on port 53.</param>
    /// <param name="rules">Its rules, made with the other members.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartAsync(IPEndPoint endpoint, IReadOnlyList<string> rules, CancellationToken cancellationToken) =>
        LabProcess.StartOnAsync("dnsmasq", endpoint, (folder, port) =>
        [
            $"--conf-file={folder.Write("dnsmasq.conf", string.Join('\n', [.. Common(endpoint), .. rules]) + '\n')}",
            "--keep-in-foreground",
        ], isReady: null, cancellationToken);

    /// <summary>A name has an address, and only that: the other family is an empty answer.</summary>
    public static string Address(string name, IPAddress address) => $"host-record={name},{address}";

    /// <summary>A name has an address of each family.</summary>
    public static string Addresses(string name, IPAddress v4, IPAddress v6) => $"host-record={name},{v4},{v6}";

    /// <summary>A name is an alias; the target must be known to the same server.</summary>
    public static string Alias(string name, string target) => $"cname={name},{target}";

    /// <summary>Everything under a domain that has no rule of its own does not exist: NXDOMAIN.</summary>
    public static string NoSuchName(string domain) => $"local=/{domain}/";

    /// <summary>Everything under a domain is asked of another server.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="server">The server.</param>
    public static string Forward(string domain, IPEndPoint server) => $"server=/{domain}/{server.Address}#{server.Port}";

    // Without a rule a name is refused: there is no upstream server.
    private static IEnumerable<string> Common(IPEndPoint endpoint) =>
    [
        "no-resolv", "no-hosts", "no-poll", "cache-size=0", "local-ttl=30", "user=root", "group=root", "pid-file=",
        $"listen-address={endpoint.Address}", "bind-interfaces", $"port={endpoint.Port}",
    ];
}
