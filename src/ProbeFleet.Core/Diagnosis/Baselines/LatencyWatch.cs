namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>
/// Watches the stage times of one route from one vantage: one <see cref="LatencyDetector"/> per depth and stage, against what is usual at
/// this hour. Immutable.
/// </summary>
/// <param name="RouteFingerprint">The <see cref="Fingerprint.Route"/> of the watched probes; another fingerprint starts anew.</param>
public sealed record LatencyWatch(string RouteFingerprint, UsualTimes Usual)
{
    /// <summary>By <see cref="UsualTimes.PlaceOf"/>; never changed.</summary>
    private double[] Levels { get; init; } = new double[UsualTimes.Places];

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
        var levels = watch.Levels.ToArray();
        SlowStage? slow = null;
        foreach (var (stage, time) in UsualTimes.TimesOf(result))
        {
            if (watch.Usual.For(result.Depth, stage, result.StartedAt) is { } usual)
            {
                ref var level = ref levels[UsualTimes.PlaceOf(result.Depth, stage)];
                level = LatencyDetector.Step(level, time, usual);
                slow ??= LatencyDetector.IsSlow(level, time, usual.Typical)
                    ? new() { Stage = stage, IsGap = UsualTimes.IsGapOf(result, stage) ? true : null, Took = time, Usual = usual.Typical }
                    : null;
            }
        }

        return (watch with { Usual = watch.Usual.After(result), Levels = levels }, slow);
    }
}

/// <summary>
/// Detects stages that become slow without failing, as after a cut sea cable: a CUSUM of how far the logarithm of the stage's time lies
/// above its usual value. Pure: the caller keeps the level.
/// </summary>
internal static class LatencyDetector
{
    private const double Slack = .75;
    private const double MostPerProbe = 3;
    private const double LeastFactor = 1.5;
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(25);

    /// <summary>The alarm level: with normal log times, about one false alarm in 800 000 probes (Siegmund's approximation).</summary>
    public static double Threshold => 8;

    /// <summary>The level after one more probe; it alarms while at <see cref="Threshold"/> or above.</summary>
    /// <param name="level">The previous level; initially 0.</param>
    // One very slow probe is a blip; only several may add up to an alarm. The cap of the level keeps recovery quick.
    public static double Step(double level, TimeSpan time, UsualTime usual) =>
        Math.Clamp(level + Math.Min(usual.ScoreOf(time), MostPerProbe) - Slack, 0, 2 * Threshold);

    /// <summary>
    /// Whether a probe counts as slow: the detector alarms and the time is worth attention. A steady connection that takes 2 ms instead of
    /// 1 is not.
    /// </summary>
    /// <param name="level">The level after the probe.</param>
    public static bool IsSlow(double level, TimeSpan time, TimeSpan usual) => level >= Threshold && IsWorthAttention(time, usual);

    /// <summary>Whether a time is at least 1.5 times the usual one and at least 25 ms longer.</summary>
    public static bool IsWorthAttention(TimeSpan time, TimeSpan usual) => time >= usual * LeastFactor && time - usual >= LeastDelay;
}
