using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ProbeFleet.Probing.Proxies;

namespace ProbeFleet.Probing.Connections;

/// <summary>The way an attempt takes to its host, decided before it starts.</summary>
internal sealed record PathPlan
{
    /// <summary>The route's base URL: its scheme and host decide the way.</summary>
    public required Uri Target { get; init; }

    /// <summary>Which proxy applies, and why.</summary>
    public required ProxyDecision ProxyDecision { get; init; }

    /// <summary>The same for the handler, with the proxy's credentials; null for no proxy.</summary>
    public WebProxy? WebProxy { get; init; }

    /// <summary>The resolvers of this host, for the record.</summary>
    public IReadOnlyList<string>? Resolvers { get; init; }

    /// <summary>Resolves a name. Default the system's resolver, as the workload does.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync { get; init; } = SystemResolveAsync;

    /// <summary>The one family whose addresses are connected to; null for both.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>The roots that are trusted; null for the process's own trust store.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>Why a connection to an endpoint, the route's or its proxy's, may not be made; null when it may.</summary>
    public Func<IPEndPoint, string?> RefusalOf { get; init; } = _ => null;

    /// <summary>
    /// Why the route's host or its proxy's, where it is an address, may not be reached, for a call that another process makes: names it judges by
    /// itself. Null when both may.
    /// </summary>
    public string? RefusalOfLiteral() => RefusalOfLiteral(Target) ?? (Proxy is { } proxy ? RefusalOfLiteral(proxy) : null);

    private string? RefusalOfLiteral(Uri url) =>
        (url.IsLoopback ? IPAddress.Loopback : IPAddress.TryParse(url.IdnHost, out var address) ? address : null) is { } literal
            ? RefusalOf(new(literal, url.Port is > 0 and var port ? port : 1080))
            : null;

    /// <summary>The proxy; null for none.</summary>
    public Uri? Proxy => ProxyDecision.Proxy;

    /// <summary>Whether the target is https.</summary>
    public bool IsSecure => Target.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether the proxy is a SOCKS proxy.</summary>
    public bool IsSocks => Proxy?.Scheme.StartsWith("socks", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>Whether the proxy must open a tunnel: https through any proxy, anything through SOCKS.</summary>
    public bool Tunnels => Proxy is not null && (IsSecure || IsSocks);

    /// <summary>Whether something is agreed with the proxy before the route's own hop: a tunnel, or the proxy's own TLS.</summary>
    public bool HasTunnelStage => Tunnels || ProxyIsSecure;

    /// <summary>Whether the proxy itself is spoken to over TLS.</summary>
    public bool ProxyIsSecure => Proxy?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether the proxy reads what the probe sends: plain http through any proxy.</summary>
    public bool ShowsRequestToProxy => Proxy is not null && !IsSecure;

    // getaddrinfo cannot be interrupted: the wait is abandoned, and the resolver ends by its own timeout.
    private static Task<IPAddress[]> SystemResolveAsync(string host, CancellationToken cancellationToken) =>
        System.Net.Dns.GetHostAddressesAsync(host, AddressFamily.Unspecified, CancellationToken.None).WaitAsync(cancellationToken);
}
