using System.Net;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;

namespace ProbeFleet.Probing.DrillDowns;

/// <summary>The inputs of a drill-down, from the probe that broke.</summary>
internal sealed record DrillDownContext
{
    /// <summary>The path that the probe took.</summary>
    public required PathPlan Path { get; init; }

    /// <summary>The first failed stage.</summary>
    public required Stage Break { get; init; }

    /// <summary>The maximum time for the whole drill-down.</summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>The addresses that the probe resolved; the proxy's when there is one.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Sanitizes what peers send.</summary>
    public Sanitizer Sanitizer { get; init; } = Sanitizer.PatternsOnly;

    /// <summary>The resolver's configuration.</summary>
    public required ResolverConfiguration Resolver { get; init; }

    /// <summary>The hosts file's text; null to read this host's.</summary>
    public string? HostsFile { get; init; }
}
