namespace ProbeFleet.Storage.Snapshots;

/// <summary>The current state of a route from one vantage, and its last outcomes.</summary>
public sealed record RouteSnapshot
{
    /// <summary>How many outcomes the ring holds.</summary>
    public const int RingSize = 60;

    private const int MostIssuerCharacters = 300;

    /// <summary>The vantage.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary>The route.</summary>
    public required RouteName Route { get; init; }

    /// <summary>The newest probe's id.</summary>
    public required Guid ProbeId { get; init; }

    /// <summary>The newest probe's owner.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The confidence of its diagnosis, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>The HTTP status of its response; null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The issuer of the certificate that it received, at most 300 characters; null when there was none.</summary>
    public string? TlsIssuer { get; init; }

    /// <summary>How long each stage of the newest probe took, in order; stages that were skipped are left out.</summary>
    public IReadOnlyList<StageTime> Stages { get; init; } = [];

    /// <summary>Its <see cref="Fingerprint.Route"/>: outcomes are comparable only when it is equal.</summary>
    public required string RouteFingerprint { get; init; }

    /// <summary>The last outcomes, newest first; 1 to <see cref="RingSize"/>.</summary>
    public required IReadOnlyList<RecentOutcome> Recent { get; init; }

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

    private static RouteSnapshot From(ProbeResult result, IReadOnlyList<RecentOutcome> recent) => new()
    {
        Vantage = result.Vantage.Name,
        Route = result.Route.Name,
        ProbeId = result.Id,
        Owner = result.Diagnosis.Owner,
        Confidence = result.Diagnosis.Confidence,
        Status = result.Response?.Status,
        TlsIssuer = IssuerOf(result),
        Stages = [.. result.Stages.Where(stage => stage.Duration is not null).Select(
            stage => new StageTime(stage.Stage, stage.Duration!.Value))],
        RouteFingerprint = result.Fingerprint.Route,
        Recent = recent,
    };

    private static string? IssuerOf(ProbeResult result)
    {
        var issuer = result.Find<SecureEvidence>()?.Facts?.Issuer ?? result.DrillDown?.Tls?.Issuer;
        return issuer is { Length: > MostIssuerCharacters } ? issuer[..MostIssuerCharacters] : issuer;
    }

    private static RecentOutcome[] Ring(IEnumerable<RecentOutcome> outcomes) =>
        [.. outcomes.DistinctBy(outcome => outcome.At).OrderByDescending(outcome => outcome.At).Take(RingSize)];
}
