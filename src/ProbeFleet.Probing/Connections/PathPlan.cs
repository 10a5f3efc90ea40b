using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ProbeFleet.Probing.Proxies;

namespace ProbeFleet.Probing.Connections;

/// <summary>The path of an attempt to its host, decided before it starts.</summary>
internal sealed record PathPlan
{
    /// <summary>The route's base URL: its scheme and host decide the path.</summary>
    public required Uri Target { get; init; }

    /// <summary>The proxy that applies, and why.</summary>
    public required ProxyDecision ProxyDecision { get; init; }

    /// <summary>The proxy for the handler, with its credentials; null for no proxy.</summary>
    public WebProxy? WebProxy { get; init; }

    /// <summary>The resolvers of this host, for the record.</summary>
    public IReadOnlyList<string>? Resolvers { get; init; }

    /// <summary>Resolves a name, by default with the system's resolver, as the workload does.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync { get; init; } = SystemResolveAsync;

    /// <summary>The only address family to connect to; null for both.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>The trusted roots; null for the process's own trust store.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>Returns why a connection to an endpoint, the route's or its proxy's, is not allowed; null when it is.</summary>
    public Func<IPEndPoint, string?> RefusalOf { get; init; } = _ => null;

    /// <summary>
    /// Returns why the route's host or its proxy's, where it is an address, is not allowed, for a call that another process makes: that
    /// process checks names itself. Null when both are allowed.
    /// </summary>
    public string? RefusalOfLiteral() => RefusalOfLiteral(Target) ?? (Proxy is { } proxy ? RefusalOfLiteral(proxy) : null);

    private string? RefusalOfLiteral(Uri url) => LiteralOf(url) is { } literal ? RefusalOf(new(literal, PortOf(url))) : null;

    /// <summary>The address that a URL names in place of a name; null when it has a name.</summary>
    public static IPAddress? LiteralOf(Uri url) =>
        url.IsLoopback ? IPAddress.Loopback : IPAddress.TryParse(url.IdnHost, out var address) ? address : null;

    /// <summary>Whether the first hop may be made to an address.</summary>
    public bool Allows(IPAddress address) => RefusalOf(new(address, FirstHopPort)) is null;

    public Uri? Proxy => ProxyDecision.Proxy;

    /// <summary>The URL of the first hop: the proxy's when there is one.</summary>
    public Uri FirstHop => Proxy ?? Target;

    /// <summary>The port of the first hop.</summary>
    public int FirstHopPort => PortOf(FirstHop);

    public bool IsSecure => Target.Scheme == Uri.UriSchemeHttps;

    public bool IsSocks => Proxy?.Scheme.StartsWith("socks", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>Whether the proxy must open a tunnel: https through any proxy, anything through SOCKS.</summary>
    public bool Tunnels => Proxy is not null && (IsSecure || IsSocks);

    /// <summary>Whether the route's own hop is preceded by a tunnel, or by TLS with the proxy.</summary>
    public bool HasTunnelStage => Tunnels || ProxyIsSecure;

    /// <summary>Whether the connection to the proxy itself uses TLS.</summary>
    public bool ProxyIsSecure => Proxy?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether the proxy can read what the probe sends: plain http through any proxy.</summary>
    public bool ShowsRequestToProxy => Proxy is not null && !IsSecure;

    // A SOCKS URL without one means 1080.
    private static int PortOf(Uri url) => url.Port > 0 ? url.Port : 1080;

    // getaddrinfo cannot be cancelled: the wait is abandoned, and the resolver ends by its own timeout.
    private static Task<IPAddress[]> SystemResolveAsync(string host, CancellationToken cancellationToken) =>
        System.Net.Dns.GetHostAddressesAsync(host, AddressFamily.Unspecified, CancellationToken.None).WaitAsync(cancellationToken);
}
