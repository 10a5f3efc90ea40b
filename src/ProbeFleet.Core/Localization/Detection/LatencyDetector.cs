namespace ProbeFleet.Core.Localization.Detection;

/// <summary>How long a phase usually takes at this hour, in logarithms of milliseconds.</summary>
/// <param name="MeanLog">The mean of the logarithms.</param>
/// <param name="DeviationLog">Their standard deviation; below 0.05 is taken as 0.05.</param>
public readonly record struct LatencyBaseline(double MeanLog, double DeviationLog)
{
    /// <summary>The baseline of phase times of the same hour on earlier days.</summary>
    /// <param name="times">The times; at least one, above zero.</param>
    public static LatencyBaseline Of(IReadOnlyList<TimeSpan> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentOutOfRangeException.ThrowIfZero(times.Count);
        var logs = times.Select(time => Math.Log(Math.Max(time.TotalMilliseconds, .01))).ToList();
        var mean = logs.Average();
        return new(mean, Math.Sqrt(logs.Average(log => (log - mean) * (log - mean))));
    }
}

/// <summary>
/// Finds what gets slow without failing, such as a cut sea cable: a CUSUM of how far the logarithm of a phase's time lies above
/// its usual value. Pure: the level goes in and comes out.
/// </summary>
public static class LatencyDetector
{
    private const double Slack = .75;
    private const double MostPerProbe = 3;

    /// <summary>The level that alarms: with normal log times, about one false alarm in 800 000 probes (Siegmund's approximation).</summary>
    public static double Threshold => 8;

    /// <summary>The level after one more probe; alarm while it is at <see cref="Threshold"/> or above.</summary>
    /// <param name="level">The level before; 0 at first.</param>
    /// <param name="time">The phase's time.</param>
    /// <param name="baseline">What is usual.</param>
    public static double Step(double level, TimeSpan time, LatencyBaseline baseline)
    {
        var deviation = Math.Max(baseline.DeviationLog, .05);
        var above = (Math.Log(Math.Max(time.TotalMilliseconds, .01)) - baseline.MeanLog) / deviation;

        // One very slow probe is a blip; only several of them may add up. The cap above also keeps recovery quick.
        return Math.Clamp(level + Math.Min(above, MostPerProbe) - Slack, 0, 2 * Threshold);
    }
}
