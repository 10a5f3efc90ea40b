using System.Net;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;

namespace ProbeFleet.Probing.DrillDowns;

/// <summary>The inputs of a drill-down, from the probe that broke.</summary>
/// <param name="Path">The path that the probe took.</param>
/// <param name="Break">The first failed stage.</param>
/// <param name="Budget">The maximum time for the whole drill-down.</param>
/// <param name="Addresses">The addresses that the probe resolved; the proxy's when there is one.</param>
/// <param name="Sanitizer">Sanitizes what peers send.</param>
/// <param name="Resolver">The resolver's configuration.</param>
/// <param name="HostsFile">The hosts file's text; null to read this host's.</param>
internal sealed record DrillDownContext(
    PathPlan Path, Stage Break, TimeSpan Budget, IReadOnlyList<IPAddress> Addresses, Sanitizer Sanitizer, ResolverConfiguration Resolver,
    string? HostsFile = null);
