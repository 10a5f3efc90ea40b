using System.Net;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Proxies;

namespace ProbeFleet.Probing.DrillDowns;

/// <summary>The inputs of a drill-down, from the probe that broke.</summary>
internal sealed record DrillDownContext
{
    /// <summary>The request's URL.</summary>
    public required Uri Target { get; init; }

    /// <summary>The first failed stage.</summary>
    public required Stage Break { get; init; }

    public required ProxyDecision Proxy { get; init; }

    /// <summary>The maximum time for the whole drill-down.</summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>The addresses that the probe resolved; the proxy's when there is one.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Whether an endpoint may be connected to; any by default.</summary>
    public Func<IPEndPoint, bool> IsAllowed { get; init; } = _ => true;

    /// <summary>Sanitizes what peers send.</summary>
    public Sanitizer Sanitizer { get; init; } = Sanitizer.PatternsOnly;

    /// <summary>The resolver's configuration; null to read this host's.</summary>
    public ResolverConfiguration? Resolver { get; init; }

    /// <summary>The hosts file's text; null to read this host's.</summary>
    public string? HostsFile { get; init; }

    /// <summary>The URL of the first hop: the proxy's when there is one.</summary>
    public Uri FirstHop => Proxy.Proxy ?? Target;

    /// <summary>The port of the first hop; a SOCKS URL without one means 1080.</summary>
    public int FirstHopPort => FirstHop.Port > 0 ? FirstHop.Port : 1080;
}
