namespace ProbeFleet.Core.Model;

/// <summary>
/// How long a stage usually takes: the mean and the variance of the natural logarithm of its milliseconds, because times are skewed and
/// their logarithms nearly normal. Learned one healthy probe at a time; the newest <see cref="Memory"/> or so count (exponential
/// weights: Finch, Incremental calculation of weighted mean and variance, 2009, equations 124 and 143).
/// </summary>
/// <param name="Count">How many times it was learned from; 0 or more.</param>
/// <param name="MeanLog">The mean of the logarithms.</param>
/// <param name="VarianceLog">Their variance; 0 or more.</param>
public readonly record struct UsualTime(int Count, double MeanLog, double VarianceLog)
{
    /// <summary>The fewest times that say anything about what is usual.</summary>
    public const int FewestSamples = 30;

    /// <summary>About how many times count: a week of one hour's probes, one a minute. What lasts longer becomes usual.</summary>
    public const int Memory = 400;

    /// <summary>Above this score a value is unusual (Iglewicz and Hoaglin; NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.5.17).</summary>
    private const double UnusualScore = 3.5;

    /// <summary>No stage is steadier than this: keeps a row of equal times from making each small change unusual.</summary>
    private const double SmallestDeviationLog = .05;

    /// <summary>One very long time shall not make long times usual.</summary>
    private const double MostDeviations = 3;

    /// <summary>The time in the middle of what is usual (the geometric mean).</summary>
    public TimeSpan Typical => TimeSpan.FromMilliseconds(Math.Exp(MeanLog));

    /// <summary>The standard deviation of the logarithm, at least 0.05: about 5 % of the time.</summary>
    public double DeviationLog => Math.Max(Math.Sqrt(VarianceLog), SmallestDeviationLog);

    /// <summary>The longest time that is still normal: 3.5 standard deviations above.</summary>
    public TimeSpan LongestNormal => TimeSpan.FromMilliseconds(Math.Exp(MeanLog + (UnusualScore * DeviationLog)));

    /// <summary>How many standard deviations a time lies above what is usual; below zero when it is shorter.</summary>
    /// <param name="time">The time.</param>
    public double ScoreOf(TimeSpan time) => (LogOf(time) - MeanLog) / DeviationLog;

    /// <summary>What is usual after one more time.</summary>
    /// <param name="time">The time of a healthy probe.</param>
    public UsualTime After(TimeSpan time)
    {
        var weight = 1.0 / Math.Min(Count + 1, Memory);
        var bound = Count < FewestSamples ? double.PositiveInfinity : MostDeviations * DeviationLog;
        var difference = Math.Clamp(LogOf(time) - MeanLog, -bound, bound);
        return new(Count + 1, MeanLog + (weight * difference), (1 - weight) * (VarianceLog + (weight * difference * difference)));
    }

    // A stage that took no time that a clock can show took a hundredth of a millisecond.
    private static double LogOf(TimeSpan time) => Math.Log(Math.Max(time.TotalMilliseconds, .01));
}
