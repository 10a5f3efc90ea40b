using System.Diagnostics.CodeAnalysis;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration;

/// <summary>What came of reading a <c>fleet.json</c>: the configuration, or every violation at once.</summary>
public sealed record FleetConfigurationReading
{
    internal FleetConfigurationReading(FleetConfiguration? configuration, IReadOnlyList<Violation> violations)
    {
        Configuration = violations is [] ? configuration : null;
        Violations = violations;
    }

    /// <summary>Whether the text is a configuration.</summary>
    [MemberNotNullWhen(true, nameof(Configuration))]
    public bool IsValid => Configuration is not null;

    /// <summary>The configuration; null when there is a violation.</summary>
    public FleetConfiguration? Configuration { get; }

    /// <summary>The violations, part by part from the top; empty when the text is a configuration.</summary>
    public IReadOnlyList<Violation> Violations { get; }
}
