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
        return RouteComparability.Judge(CauseOf(baseline, now), RouteIdentity.From(baseline), RouteIdentity.From(now)) switch
        {
            RouteSameness.Different(var fields) => comparison with { NotComparable = fields },
            RouteSameness.SameButCredential(var credential) =>
                comparison with { Changed = [.. credential, .. Changed(baseline, now, usual)] },
            _ => comparison with { Changed = [.. Changed(baseline, now, usual)] },
        };
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
            $"usually {FactText.Format(known.Value.Typical)}, normal up to {FactText.Format(known.Value.LongestNormal)}",
            FactText.Format(stage.Time));
}
