namespace ProbeFleet.Core.Baselines;

/// <summary>
/// The normal spread of a route's duration, from recent healthy probes: the median and the median absolute deviation (MAD).
/// Both ignore single outliers, which a mean and a standard deviation do not.
/// </summary>
public sealed record LatencyBaseline
{
    /// <summary>The fewest durations that say anything about a spread.</summary>
    public const int FewestSamples = 5;

    /// <summary>
    /// The scaled distance from the median above which a value is unusual: 3.5, as Iglewicz and Hoaglin recommend for the modified
    /// z-score (NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.5.17).
    /// </summary>
    public const double UnusualScore = 3.5;

    /// <summary>MAD × 1.4826 estimates the standard deviation of normally distributed values.</summary>
    private const double DeviationPerMad = 1.4826;

    /// <summary>No route is steadier than this share of its median: keeps a row of equal durations from making each small change unusual.</summary>
    private const double SmallestRelativeDeviation = 0.05;

    /// <summary>The median duration.</summary>
    public required TimeSpan Median { get; init; }

    /// <summary>The median absolute deviation from the median.</summary>
    public required TimeSpan Deviation { get; init; }

    /// <summary>How many durations it was made from.</summary>
    public required int Samples { get; init; }

    /// <summary>The longest duration that is still normal: median + 3.5 × max(1.4826 × MAD, 5 % of the median).</summary>
    public TimeSpan LongestNormal =>
        Median + (UnusualScore * TimeSpan.FromTicks((long)Math.Max(DeviationPerMad * Deviation.Ticks, SmallestRelativeDeviation * Median.Ticks)));

    /// <summary>Makes the baseline.</summary>
    /// <param name="durations">Durations of recent healthy probes of one route, vantage and depth, in any order.</param>
    /// <returns>The baseline; null when there are fewer than <see cref="FewestSamples"/>.</returns>
    public static LatencyBaseline? From(IEnumerable<TimeSpan> durations)
    {
        ArgumentNullException.ThrowIfNull(durations);
        var ticks = durations.Select(duration => duration.Ticks).ToArray();
        if (ticks.Length < FewestSamples)
        {
            return null;
        }

        var median = MedianOf(ticks);
        return new()
        {
            Median = TimeSpan.FromTicks(median),
            Deviation = TimeSpan.FromTicks(MedianOf([.. ticks.Select(value => Math.Abs(value - median))])),
            Samples = ticks.Length,
        };
    }

    private static long MedianOf(long[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 is 1 ? values[middle] : values[middle - 1] + ((values[middle] - values[middle - 1]) / 2);
    }
}
