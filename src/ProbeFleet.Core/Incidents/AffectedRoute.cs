using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Incidents;

/// <summary>A route that failed from a vantage, or became slow: a slow probe counts among the failed ones here.</summary>
public sealed record AffectedRoute
{
    /// <summary>From where.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary>The route.</summary>
    public required RouteName Route { get; init; }

    /// <summary>What a probe must have to prove anything about it: <c>sha256:…</c> of the latest failed probe.</summary>
    public required string RouteFingerprint { get; init; }

    /// <summary>How far the latest failed probe was asked to go: a proof goes at least as far.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>The latest failed probe's cause.</summary>
    public required Cause Cause { get; init; }

    /// <summary>The latest failed probe's first failed stage; absent when none failed.</summary>
    public Stage? Break { get; init; }

    /// <summary>The stage that the latest of them found slow; absent when it failed.</summary>
    public Stage? Slow { get; init; }

    /// <summary>When the first failed probe began.</summary>
    public required DateTimeOffset FirstFailedAt { get; init; }

    /// <summary>When the latest failed probe began.</summary>
    public required DateTimeOffset LastFailedAt { get; init; }

    /// <summary>How many probes failed.</summary>
    public required int Failures { get; init; }

    /// <summary>The latest failed probe.</summary>
    public required Guid LatestProbeId { get; init; }

    /// <summary>When a probe passed where the latest failed one broke; absent while none has.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }
}
