using System.Collections.Immutable;

namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>
/// Watches the stage times of one route from one vantage: one <see cref="LatencyDetector"/> per depth and stage, against what is usual at
/// this hour. Immutable.
/// </summary>
/// <param name="RouteFingerprint">The <see cref="Fingerprint.Route"/> of the watched probes; another fingerprint starts anew.</param>
public sealed record LatencyWatch(string RouteFingerprint, UsualTimes Usual)
{
    private ImmutableDictionary<(ProbeDepth Depth, Stage Stage),
        double> Levels
    { get; init; } = ImmutableDictionary<(ProbeDepth, Stage), double>.Empty;

    /// <summary>
    /// Adds one probe. Failed probes and variants say nothing about usual times and change nothing. Slow ones are learned like any other:
    /// what stays slow for a week or so becomes usual.
    /// </summary>
    /// <returns>The next watch, null when there still is none; and the first slow stage, null when there is none.</returns>
    public static (LatencyWatch? After, SlowStage? Slow) Take(LatencyWatch? before, ProbeResult result)
    {
        if (result is not { Outcome: ProbeOutcome.Passed, Variant: null or ProbeVariant.Full })
        {
            return (before, null);
        }

        var watch = before?.RouteFingerprint == result.Fingerprint.Route ? before : new(result.Fingerprint.Route, UsualTimes.None);
        var levels = watch.Levels;
        SlowStage? slow = null;
        foreach (var (stage, time) in UsualTimes.TimesOf(result))
        {
            if (watch.Usual.For(result.Depth, stage, result.StartedAt) is { } usual)
            {
                var level = LatencyDetector.Step(levels.GetValueOrDefault((result.Depth, stage)), time, usual);
                levels = levels.SetItem((result.Depth, stage), level);
                slow ??= LatencyDetector.IsSlow(level, time, usual.Typical)
                    ? new() { Stage = stage, IsGap = UsualTimes.IsGapOf(result, stage) ? true : null, Took = time, Usual = usual.Typical }
                    : null;
            }
        }

        return (watch with { Usual = watch.Usual.After(result), Levels = levels }, slow);
    }
}
