using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>
/// Finds what gets slow without failing, such as a cut sea cable: a CUSUM of how far the logarithm of a stage's time lies above
/// its usual value. Pure: the level goes in and comes out.
/// </summary>
public static class LatencyDetector
{
    private const double Slack = .75;
    private const double MostPerProbe = 3;
    private const double LeastFactor = 1.5;
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(25);

    /// <summary>The level that alarms: with normal log times, about one false alarm in 800 000 probes (Siegmund's approximation).</summary>
    public static double Threshold => 8;

    /// <summary>The level after one more probe; alarm while it is at <see cref="Threshold"/> or above.</summary>
    /// <param name="level">The level before; 0 at first.</param>
    /// <param name="time">The stage's time.</param>
    /// <param name="usual">What is usual.</param>
    // One very slow probe is a blip; only several of them may add up. The cap of the level keeps recovery quick.
    public static double Step(double level, TimeSpan time, UsualTime usual) =>
        Math.Clamp(level + Math.Min(usual.ScoreOf(time), MostPerProbe) - Slack, 0, 2 * Threshold);

    /// <summary>
    /// Whether a probe counts as slow: the detector alarms, and this time is itself worth somebody's attention. Half as long again and 25 ms more:
    /// a steady connection of 1 ms that takes 2 is a finding for nobody.
    /// </summary>
    /// <param name="level">The level after the probe.</param>
    /// <param name="time">The stage's time.</param>
    /// <param name="usual">How long it usually takes.</param>
    public static bool IsSlow(double level, TimeSpan time, TimeSpan usual) => level >= Threshold && IsWorthAttention(time, usual);

    /// <summary>Whether a time is so far above the usual one that it matters: half as long again, and 25 ms more.</summary>
    /// <param name="time">The stage's time.</param>
    /// <param name="usual">How long it usually takes.</param>
    public static bool IsWorthAttention(TimeSpan time, TimeSpan usual) => time >= usual * LeastFactor && time - usual >= LeastDelay;
}
