namespace ProbeFleet.Core.Incidents;

/// <summary>A route that failed or became slow from a vantage. Slow probes count as failed here.</summary>
public sealed record AffectedRoute
{
    /// <summary>The vantage that saw the failures.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary>The route.</summary>
    public required RouteName Route { get; init; }

    /// <summary>The route fingerprint of the latest failed probe, <c>sha256:…</c>; a later probe must have it to prove anything.</summary>
    public required string RouteFingerprint { get; init; }

    /// <summary>The depth of the latest failed probe; a proof goes at least as deep.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>The cause of the latest failed probe.</summary>
    public required Cause Cause { get; init; }

    /// <summary>The first failed stage of the latest failed probe; absent when none failed.</summary>
    public Stage? Break { get; init; }

    /// <summary>The stage that the latest failed probe found slow; absent when it failed outright.</summary>
    public Stage? Slow { get; init; }

    /// <summary>When the first failed probe began.</summary>
    public required DateTimeOffset FirstFailedAt { get; init; }

    /// <summary>When the latest failed probe began.</summary>
    public required DateTimeOffset LastFailedAt { get; init; }

    /// <summary>The number of failed probes.</summary>
    public required int Failures { get; init; }

    /// <summary>The ID of the latest failed probe.</summary>
    public required Guid LatestProbeId { get; init; }

    /// <summary>When a probe passed where the latest failed one broke; absent while none has.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }
}
