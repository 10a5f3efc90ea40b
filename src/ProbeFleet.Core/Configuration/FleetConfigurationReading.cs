using System.Diagnostics.CodeAnalysis;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration;

/// <summary>The result of reading a <c>fleet.json</c>: the configuration, or all violations at once.</summary>
public sealed record FleetConfigurationReading
{
    internal FleetConfigurationReading(FleetConfiguration? configuration, IReadOnlyList<Violation> violations)
    {
        Configuration = violations is [] ? configuration : null;
        Violations = violations;
    }

    /// <summary>Whether the text is a valid configuration.</summary>
    [MemberNotNullWhen(true, nameof(Configuration))]
    public bool IsValid => Configuration is not null;

    /// <summary>The configuration; null when there is a violation.</summary>
    public FleetConfiguration? Configuration { get; }

    /// <summary>The violations in the order in which the parts are read; empty when the text is valid.</summary>
    public IReadOnlyList<Violation> Violations { get; }
}
