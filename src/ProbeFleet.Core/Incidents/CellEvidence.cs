using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Incidents;

/// <summary>The observations of one vantage and route in the window.</summary>
/// <param name="Seen">The observations, earliest first.</param>
internal sealed record CellEvidence(RouteCell Cell, IReadOnlyList<Observation> Seen)
{
    /// <summary>The passes that prove recovery; a single one may be chance.</summary>
    private const int PassesToRecover = 2;

    /// <summary>The failures that take a recovery back; a single one may be chance.</summary>
    private const int FailuresToRelapse = 2;

    public IEnumerable<Observation> Failures =>
        Seen.Where(item => item.Path.Variant is ProbeVariant.Full && Symptoms.From(item) is not null);

    /// <summary>The state of the cell after the window; null when it never failed.</summary>
    /// <param name="isExplained">Whether the incident's suspect explains the cell's failures now; others do not undo a recovery.</param>
    /// <param name="mayRecover">Whether nothing is missing that was observed: a failure may be in it.</param>
    public AffectedRoute? After(AffectedRoute? before, bool isExplained, bool mayRecover = true)
    {
        Observation[] failures = [.. Failures.Where(item => before is null || item.StartedAt > before.LastFailedAt)];
        if (before is { RecoveredAt: not null } && (!isExplained || failures.Length < FailuresToRelapse))
        {
            return before;
        }

        if (failures is [])
        {
            return before is null || !mayRecover ? before : Recovered(before);
        }

        // Burst probes go less deep than the workload: they represent the cell only when no other probe failed.
        var latest = failures.LastOrDefault(item => item.Path.Depth is not ProbeDepth.Path) ?? failures[^1];
        var after = new AffectedRoute
        {
            Vantage = Cell.Vantage,
            Route = Cell.Route,
            RouteFingerprint = latest.RouteFingerprint ?? before?.RouteFingerprint ?? "unknown",
            Depth = latest.Path.Depth,
            Cause = latest.Cause,
            Break = latest.Break,
            Slow = latest.Slow,
            FirstFailedAt = before?.FirstFailedAt ?? failures[0].StartedAt,
            LastFailedAt = failures[^1].StartedAt,
            Failures = (before?.Failures ?? 0) + failures.Length,
            LatestProbeId = Guid.TryParse(latest.Id, out var id) ? id : Guid.Empty,
        };
        return mayRecover ? Recovered(after) : after;
    }

    public IEnumerable<TimelineEntry> Entries(AffectedRoute? before, AffectedRoute after)
    {
        if (before is null || IsAnotherWay(before, after) || (before.RecoveredAt is not null && after.RecoveredAt is null))
        {
            var again = before is null ? "" : IsAnotherWay(before, after) ? " in another way" : " again";
            var what = after.Slow is { } slow ? $"was slow{again} from {Cell.Vantage} at {WireWord.Of(slow)}"
                : $"failed{again} from {Cell.Vantage}: {WireWord.Of(after.Cause)}"
                    + (after.Break is { } stage ? $" at {WireWord.Of(stage)}" : "");
            yield return new(before is null ? after.FirstFailedAt : after.LastFailedAt, TimelineKind.Seen,
                $"{Cell.Route} {what}.")
            {
                Vantage = Cell.Vantage,
                Route = Cell.Route,
                ProbeId = after.LatestProbeId,
            };
        }

        if (after.RecoveredAt is { } recovered && before?.RecoveredAt is null)
        {
            var pass = Seen.First(item => item.StartedAt == recovered);
            var changed = pass.RouteFingerprint is { } now && pass.Path.Depth is not ProbeDepth.Path && now != after.RouteFingerprint
                ? " with another route fingerprint: the route or its credential was changed"
                : "";
            var usual = after.Slow is null ? "" : " in its usual time";
            yield return new(recovered, TimelineKind.Recovered, $"{Cell.Route} passed from {Cell.Vantage}{usual}{changed}.")
            {
                Vantage = Cell.Vantage,
                Route = Cell.Route,
                ProbeId = Guid.TryParse(pass.Id, out var id) ? id : null,
            };
        }
    }

    private static bool IsAnotherWay(AffectedRoute before, AffectedRoute after) => before.Cause != after.Cause || before.Slow != after.Slow;

    private AffectedRoute Recovered(AffectedRoute affected)
    {
        // Times can only be compared at the depth where they were measured.
        var past = affected.Slow is null ? RouteCell.DepthPast(affected.Break, affected.Depth) : affected.Depth;
        Observation[] passes =
        [
            .. Seen.Where(item => item is { Outcome: ProbeOutcome.Passed, Path.Variant: ProbeVariant.Full }
                && item.Path.Depth >= past
                && item.StartedAt > affected.LastFailedAt),
        ];
        return affected.RecoveredAt is null
            && passes.Length >= PassesToRecover ? affected with { RecoveredAt = passes[0].StartedAt } : affected;
    }
}
