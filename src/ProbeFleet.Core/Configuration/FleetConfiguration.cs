namespace ProbeFleet.Core.Configuration;

/// <summary>The content of <c>fleet.json</c>, shared by the whole fleet.</summary>
public sealed record FleetConfiguration
{
    /// <summary>The routes; at least one, names unique.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>The settings of probes.</summary>
    public ProbeSettings Probe { get; init; } = new();

    /// <summary>The settings of incidents and notifications.</summary>
    public IncidentSettings Incidents { get; init; } = new();

    /// <summary>How long results are kept; 1 to 400 days. Default 30 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);
}
