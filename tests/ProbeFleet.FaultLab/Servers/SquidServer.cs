using System.Net;
using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>
/// A real forward proxy (squid) on a free loopback port. It answers 503 itself when a target cannot be reached or resolved.
/// </summary>
public static class SquidServer
{
    /// <summary>Lets everything through.</summary>
    public static Task<LabProcess> StartOpenAsync(CancellationToken cancellationToken) =>
        StartAsync(["http_access allow all"], cancellationToken);

    /// <summary>Lets everything through, and no connection be silent for more than two seconds.</summary>
    public static Task<LabProcess> StartImpatientAsync(CancellationToken cancellationToken) =>
        StartAsync(["http_access allow all", "read_timeout 2 seconds"], cancellationToken);

    /// <summary>Refuses everything: 403.</summary>
    public static Task<LabProcess> StartDenyingAsync(CancellationToken cancellationToken) =>
        StartAsync(["http_access deny all"], cancellationToken);

    /// <summary>Wants a user and a password, and takes any: 407 without.</summary>
    public static Task<LabProcess> StartWantingUserAsync(CancellationToken cancellationToken) => StartAsync(
    [
        "auth_param basic program /usr/lib/squid/basic_fake_auth",
        "auth_param basic realm Contoso web gateway",
        "acl known proxy_auth REQUIRED",
        "http_access allow known",
        "http_access deny all",
    ], cancellationToken);

    /// <summary>Lets everything through but one host.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="resolver">Whom it asks for addresses, on port 53.</param>
    /// <param name="refusedHost">The host: 403; null refuses none.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartOnAsync(
        IPEndPoint endpoint, IPAddress resolver, string? refusedHost, CancellationToken cancellationToken)
    {
        string[] refusal = refusedHost is null ? [] : [$"acl refused dstdomain {refusedHost}", "http_access deny refused"];
        return LabProcess.StartOnAsync(
            "squid", endpoint, (folder, _) => Arguments(
                folder, endpoint, [$"dns_nameservers {resolver}", .. refusal, "http_access allow all"]),
            isReady: null, cancellationToken);
    }

    /// <summary>Runs on a network's own loopback: it reaches nothing but what is inside, and answers 503 for the rest.</summary>
    /// <param name="network">The network.</param>
    /// <param name="denies">Whether it refuses everything with 403.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartInsideAsync(LabNetwork network, bool denies, CancellationToken cancellationToken)
    {
        var endpoint = new IPEndPoint(IPAddress.Loopback, FreePort.Take(IPAddress.Loopback));
        return network.StartInsideAsync(
            "squid", endpoint, (folder, _) => Arguments(folder, endpoint, [$"http_access {(denies ? "deny" : "allow")} all"]),
            cancellationToken);
    }

    private static Task<LabProcess> StartAsync(IReadOnlyList<string> rules, CancellationToken cancellationToken) =>
        LabProcess.StartAsync("squid", (folder, port) => Arguments(folder, new(IPAddress.Loopback, port), rules), cancellationToken);

    private static IReadOnlyList<string> Arguments(LabFolder folder, IPEndPoint endpoint, IReadOnlyList<string> rules) =>
    [
        // Its own service name: the name of its shared memory, which it has to itself.
        "-N", "-n", $"pf{endpoint.ToString().Replace('.', 'x').Replace(':', 'x')}", "-d", "1",
        "-f", folder.Write("squid.conf", string.Join('\n', [.. Common(endpoint), .. rules]) + '\n'),
    ];

    private static IEnumerable<string> Common(IPEndPoint endpoint) =>
    [
        $"http_port {endpoint}", "visible_hostname proxy.contoso.test", "pid_filename none", "access_log none", "cache_log /dev/null",
        "cache deny all", "netdb_filename none", "pinger_enable off", "shutdown_lifetime 0 seconds", "connect_timeout 2 seconds",
        "dns_timeout 2 seconds", "max_filedescriptors 1024",
    ];
}
