namespace ProbeFleet.Core.Model;

/// <summary>
/// How long each stage of one route usually takes from one vantage, for each depth and each hour of the day (UTC), because providers are
/// slower at busy hours. Learned from healthy probes; see <see cref="UsualTime"/>.
/// </summary>
public sealed record UsualTimes
{
    private const int HoursOfDay = 24;

    /// <summary>The index after the 24 hours, for the times at any hour; used until an hour has enough times of its own.</summary>
    private const int AnyHour = HoursOfDay;

    private const int Stages = (int)Stage.Answer + 1;

    /// <summary>The times of each hour by <see cref="PlaceOf"/>; null where none was learned. Neither list is ever changed.</summary>
    private readonly UsualTime[]?[] _hours;

    private UsualTimes(UsualTime[]?[] hours) => _hours = hours;

    /// <summary>The number of a depth and a stage together, below <see cref="Places"/>.</summary>
    internal static int PlaceOf(ProbeDepth depth, Stage stage) => ((int)depth * Stages) + (int)stage;

    /// <summary>How many depths and stages together there are.</summary>
    internal const int Places = ((int)ProbeDepth.Completion + 1) * Stages;

    /// <summary>An instance that has learned nothing.</summary>
    public static UsualTimes None { get; } = new(new UsualTime[Places][]);

    /// <summary>The stages whose times depend on something outside the process, in order.</summary>
    public static IReadOnlyList<Stage> TimedStages { get; } =
        [Stage.Credential, Stage.Resolve, Stage.Connect, Stage.Tunnel, Stage.Secure, Stage.Respond, Stage.FirstEvent, Stage.Answer];

    /// <summary>All learned times, in a fixed order.</summary>
    public IEnumerable<LearnedTime> All =>
        from stage in _hours.Index()
        where stage.Item is not null
        from hour in stage.Item!.Index()
        where hour.Item.Count > 0
        select new LearnedTime(
            (ProbeDepth)(stage.Index / Stages), (Stage)(stage.Index % Stages), hour.Index == AnyHour ? null : hour.Index, hour.Item);

    /// <summary>Restores an instance.</summary>
    /// <exception cref="ArgumentException">An hour is not 0 to 23 or null.</exception>
    public static UsualTimes From(IEnumerable<LearnedTime> all)
    {
        var hours = new UsualTime[Places][];
        foreach (var (depth, stage, hour, time) in all)
        {
            if (hour is < 0 or >= HoursOfDay)
            {
                throw new ArgumentException($"{hour} is no hour of a day.", nameof(all));
            }

            (hours[PlaceOf(depth, stage)] ??= new UsualTime[HoursOfDay + 1])[hour ?? AnyHour] = time;
        }

        return new(hours);
    }

    /// <summary>The usual time at this hour, or at any hour while this one has too few probes; null if all have too few.</summary>
    /// <param name="at">When the probe began.</param>
    public UsualTime? For(ProbeDepth depth, Stage stage, DateTimeOffset at) =>
        _hours[PlaceOf(depth, stage)] is not { } hours ? null
        : hours[at.UtcDateTime.Hour] is { Count: >= UsualTime.FewestSamples } hour ? hour
        : hours[AnyHour] is { Count: >= UsualTime.FewestSamples } any ? any
        : null;

    /// <summary>Learns the stage times of one more healthy probe.</summary>
    /// <param name="healthy">A passed probe that is not a variant.</param>
    public UsualTimes After(ProbeResult healthy)
    {
        var hours = _hours.ToArray();
        foreach (var (stage, time) in TimesOf(healthy))
        {
            ref var known = ref hours[PlaceOf(healthy.Depth, stage)];
            known = known?.ToArray() ?? new UsualTime[HoursOfDay + 1];
            var hour = healthy.StartedAt.UtcDateTime.Hour;
            (known[hour], known[AnyHour]) = (known[hour].After(time), known[AnyHour].After(time));
        }

        return new(hours);
    }

    /// <summary>The times of a probe's stages that depend on something outside the process, in the order of the path.</summary>
    /// <remarks>For the answer stage of a stream it is the longest gap.</remarks>
    public static IEnumerable<(Stage Stage, TimeSpan Time)> TimesOf(ProbeResult result) =>
        result.Stages
            .Where(stage => stage.Duration is not null && TimedStages.Contains(stage.Stage))
            .Select(stage => (stage.Stage, GapOf(stage) ?? stage.Duration!.Value));

    /// <summary>Whether the time of the stage is the longest gap of a stream.</summary>
    public static bool IsGapOf(ProbeResult result, Stage stage) => result.Stages.Any(one => one.Stage == stage && GapOf(one) is not null);

    /// <summary>The longest gap of a stream, because its whole time says more about its length than about the path.</summary>
    private static TimeSpan? GapOf(StageEvidence stage) => (stage as AnswerEvidence)?.Facts?.Stream?.LongestGap;
}

/// <summary>The learned time of one stage at one hour.</summary>
/// <param name="Hour">The hour of the day, UTC, 0 to 23; null for any hour.</param>
public readonly record struct LearnedTime(ProbeDepth Depth, Stage Stage, int? Hour, UsualTime Time);

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
