namespace ProbeFleet.Storage.Snapshots;

/// <summary>The current state of a route from one vantage, and its last outcomes.</summary>
/// <param name="ProbeId">The newest probe's id.</param>
/// <param name="Owner">The newest probe's owner.</param>
/// <param name="Confidence">The confidence of its diagnosis, 0 to 1.</param>
/// <param name="Status">The HTTP status of its response; null when there was none.</param>
/// <param name="TlsIssuer">The issuer of the certificate that it received, at most 300 characters; null when there was none.</param>
/// <param name="Stages">How long each stage of it took, in order; stages that were skipped are left out.</param>
/// <param name="RouteFingerprint">Its <see cref="Fingerprint.Route"/>: outcomes are comparable only when it is equal.</param>
/// <param name="Recent">The last outcomes, newest first; 1 to <see cref="RingSize"/>.</param>
public sealed record RouteSnapshot(
    VantageName Vantage, RouteName Route, Guid ProbeId, Owner Owner, double Confidence, int? Status, string? TlsIssuer,
    IReadOnlyList<StageTime> Stages, string RouteFingerprint, IReadOnlyList<RecentOutcome> Recent)
{
    /// <summary>How many outcomes the ring holds.</summary>
    public const int RingSize = 60;

    private const int MostIssuerCharacters = 300;

    /// <summary>The newest outcome.</summary>
    public RecentOutcome Latest => Recent[0];

    /// <summary>The snapshot after one more result of its vantage and route; the result may be late, or be there already.</summary>
    public static RouteSnapshot After(RouteSnapshot? before, ProbeResult result)
    {
        var outcome = new RecentOutcome(
            KeyPart.WholeMilliseconds(result.StartedAt),
            result.Diagnosis.Cause,
            result.Break,
            result.Depth,
            TimeSpan.FromMilliseconds(Math.Round(result.Duration.TotalMilliseconds)))
        {
            Slow = result.Slow?.Stage,
        };
        return before is not null && before.Latest.At > outcome.At
            ? before with { Recent = Ring([.. before.Recent, outcome]) }
            : From(result, Ring([outcome, .. before?.Recent ?? []]));
    }

    /// <summary>Two snapshots of the same vantage and route as one: the newer one's facts, the outcomes of both.</summary>
    public static RouteSnapshot Merge(RouteSnapshot one, RouteSnapshot other)
    {
        var newer = one.Latest.At >= other.Latest.At ? one : other;
        return newer with { Recent = Ring([.. one.Recent, .. other.Recent]) };
    }

    private static RouteSnapshot From(ProbeResult result, IReadOnlyList<RecentOutcome> recent) => new(
        result.Vantage.Name,
        result.Route.Name,
        result.Id,
        result.Diagnosis.Owner,
        result.Diagnosis.Confidence,
        result.Response?.Status,
        IssuerOf(result),
        [.. result.Stages.Where(stage => stage.Duration is not null).Select(stage => new StageTime(stage.Stage, stage.Duration!.Value))],
        result.Fingerprint.Route,
        recent);

    private static string? IssuerOf(ProbeResult result)
    {
        var issuer = result.Facts<SecureFacts>()?.Issuer ?? result.DrillDown?.Tls?.Issuer;
        return issuer is { Length: > MostIssuerCharacters } ? issuer[..MostIssuerCharacters] : issuer;
    }

    private static RecentOutcome[] Ring(IEnumerable<RecentOutcome> outcomes) =>
        [.. outcomes.DistinctBy(outcome => outcome.At).OrderByDescending(outcome => outcome.At).Take(RingSize)];
}

/// <summary>A past probe in a snapshot's ring.</summary>
/// <param name="At">When the probe began, in whole milliseconds.</param>
/// <param name="Break">The first failed stage; null when none failed.</param>
/// <param name="Duration">How long the probe took, in whole milliseconds.</param>
public sealed record RecentOutcome(DateTimeOffset At, Cause Cause, Stage? Break, ProbeDepth Depth, TimeSpan Duration)
{
    /// <summary>The stage of a passed probe that was slow; null when none was.</summary>
    public Stage? Slow { get; init; }

    /// <summary>Whether the route answered.</summary>
    public ProbeOutcome Outcome => ProbeOutcomes.For(Cause);
}
