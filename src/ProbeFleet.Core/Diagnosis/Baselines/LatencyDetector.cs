namespace ProbeFleet.Core.Diagnosis.Baselines;

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
