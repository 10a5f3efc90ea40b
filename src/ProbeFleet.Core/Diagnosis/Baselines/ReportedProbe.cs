namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>The facts of a failed or slow probe with which a later probe is compared.</summary>
internal sealed record ReportedProbe
{
    public required VantageName Vantage { get; init; }

    public required RouteIdentity Route { get; init; }

    public required ProbeDepth Depth { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required Cause Cause { get; init; }

    /// <summary>The first stage that failed; null when none did.</summary>
    public required Stage? Break { get; init; }

    public SlowStage? Slow { get; init; }

    /// <summary>Keeps of a result what a packet keeps: only the route's fingerprint shows the credential.</summary>
    public static ReportedProbe From(ProbeResult result) => new()
    {
        Vantage = result.Vantage.Name,
        Route = RouteIdentity.From(result) with { Credential = null },
        Depth = result.Depth,
        StartedAt = result.StartedAt,
        Cause = result.Diagnosis.Cause,
        Break = result.Break,
        Slow = result.Slow,
    };
}
