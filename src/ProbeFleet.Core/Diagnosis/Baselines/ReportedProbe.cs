using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>A probe that failed or was slow, as far as a later one is compared with it.</summary>
internal sealed record ReportedProbe
{
    public required VantageName Vantage { get; init; }

    public required RouteIdentity Route { get; init; }

    public required ProbeDepth Depth { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required Cause Cause { get; init; }

    /// <summary>What was slow; null when nothing was.</summary>
    public SlowStage? Slow { get; init; }

    /// <summary>What a packet would keep of a result: of the credential, only its trace in the route's fingerprint.</summary>
    public static ReportedProbe From(ProbeResult result) => new()
    {
        Vantage = result.Vantage.Name,
        Route = RouteIdentity.Of(result) with { Credential = null },
        Depth = result.Depth,
        StartedAt = result.StartedAt,
        Cause = result.Diagnosis.Cause,
        Slow = result.Slow,
    };
}
