namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>Finds what changed between a healthy result and another of the same route and vantage.</summary>
public static class BaselineComparer
{
    /// <summary>Compares a result with an earlier healthy one.</summary>
    /// <param name="usual">How long the route's stages usually take; null skips the comparison of times.</param>
    /// <returns>The changed facts, or for different routes <see cref="BaselineComparison.NotComparable"/> instead.</returns>
    public static BaselineComparison Compare(ProbeResult baseline, ProbeResult now, UsualTimes? usual = null)
    {
        var comparison = new BaselineComparison { ProbeId = baseline.Id, At = baseline.StartedAt };
        var route = RouteComparability.Judge(CauseOf(baseline, now), RouteIdentity.From(baseline), RouteIdentity.From(now));
        return route.IsComparable
            ? comparison with { Changed = [.. route.Fields, .. Changed(baseline, now, usual)] }
            : comparison with { NotComparable = route.Fields };
    }

    /// <summary>The cause of the failed probe, which is the earlier one when a fix is verified and the later one otherwise.</summary>
    private static Cause CauseOf(ProbeResult baseline, ProbeResult now) =>
        RouteComparability.IsOfTheCredential(now.Diagnosis.Cause) ? now.Diagnosis.Cause : baseline.Diagnosis.Cause;

    private static IEnumerable<ChangedFact> Changed(ProbeResult baseline, ProbeResult now, UsualTimes? usual) =>
        [.. ComparableFacts.Changed(baseline, now), .. Latency(now, usual ?? UsualTimes.None)];

    /// <summary>Compares times only if the probe passed, because those of a failed one may be a budget's.</summary>
    private static IEnumerable<ChangedFact> Latency(ProbeResult now, UsualTimes usual) => now.Outcome is ProbeOutcome.Failed ? [] :
        from stage in UsualTimes.TimesOf(now)
        let known = usual.For(now.Depth, stage.Stage, now.StartedAt)
        where known is not null && stage.Time > known.Value.LongestNormal
            && LatencyDetector.IsWorthAttention(stage.Time, known.Value.Typical)
        select new ChangedFact(
            $"latency.{WireWord.Of(stage.Stage)}",
            $"usually {InWords(known.Value.Typical)}, normal up to {InWords(known.Value.LongestNormal)}",
            InWords(stage.Time));

    private static string InWords(TimeSpan time) => $"{time.TotalMilliseconds:0.#} ms";
}
