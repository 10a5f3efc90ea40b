namespace ProbeFleet.Core.Model;

/// <summary>
/// How long a stage usually takes: the mean and the variance of the natural logarithm of its milliseconds, because times are skewed and
/// their logarithms nearly normal. Learned one healthy probe at a time; about the newest <see cref="Memory"/> count (exponential weights:
/// Finch, Incremental calculation of weighted mean and variance, 2009, equations 124 and 143).
/// </summary>
/// <param name="Count">The number of learned times; 0 or more.</param>
/// <param name="MeanLog">The mean of the logarithms.</param>
/// <param name="VarianceLog">The variance of the logarithms; 0 or more.</param>
public readonly record struct UsualTime(int Count, double MeanLog, double VarianceLog)
{
    /// <summary>The fewest learned times that say anything about what is usual.</summary>
    public const int FewestSamples = 30;

    /// <summary>About how many times count: a week of one hour's probes, one per minute. What lasts longer becomes usual.</summary>
    public const int Memory = 400;

    /// <summary>The score above which a value is unusual (Iglewicz and Hoaglin; NIST/SEMATECH e-Handbook, section 1.3.5.17).</summary>
    private const double UnusualScore = 3.5;

    /// <summary>The smallest deviation, which keeps a series of equal times from making every small change unusual.</summary>
    private const double SmallestDeviationLog = .05;

    /// <summary>The most deviations that one time counts for, so that a single very long time does not make long times usual.</summary>
    private const double MostDeviations = 3;

    /// <summary>The typical time (the geometric mean).</summary>
    public TimeSpan Typical => TimeSpan.FromMilliseconds(Math.Exp(MeanLog));

    /// <summary>The standard deviation of the logarithm, at least 0.05: about 5 % of the time.</summary>
    public double DeviationLog => Math.Max(Math.Sqrt(VarianceLog), SmallestDeviationLog);

    /// <summary>The longest normal time: 3.5 standard deviations above the typical one.</summary>
    public TimeSpan LongestNormal => TimeSpan.FromMilliseconds(Math.Exp(MeanLog + (UnusualScore * DeviationLog)));

    /// <summary>How many standard deviations a time is above the typical one; negative when it is shorter.</summary>
    public double ScoreOf(TimeSpan time) => (LogOf(time) - MeanLog) / DeviationLog;

    /// <summary>Learns one more time.</summary>
    /// <param name="time">The time of a healthy probe.</param>
    public UsualTime After(TimeSpan time)
    {
        var weight = 1.0 / Math.Min(Count + 1, Memory);
        var bound = Count < FewestSamples ? double.PositiveInfinity : MostDeviations * DeviationLog;
        var difference = Math.Clamp(LogOf(time) - MeanLog, -bound, bound);
        return new(Count + 1, MeanLog + (weight * difference), (1 - weight) * (VarianceLog + (weight * difference * difference)));
    }

    // A time too short for the clock counts as a hundredth of a millisecond.
    private static double LogOf(TimeSpan time) => Math.Log(Math.Max(time.TotalMilliseconds, .01));
}
