using System.Collections.Immutable;

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

    private readonly ImmutableDictionary<(ProbeDepth Depth, Stage Stage), ImmutableArray<UsualTime>> _hours;

    private UsualTimes(ImmutableDictionary<(ProbeDepth Depth, Stage Stage), ImmutableArray<UsualTime>> hours) => _hours = hours;

    /// <summary>An instance that has learned nothing.</summary>
    public static UsualTimes None { get; } = new(ImmutableDictionary<(ProbeDepth, Stage), ImmutableArray<UsualTime>>.Empty);

    /// <summary>The stages whose times depend on something outside the process, in order.</summary>
    public static IReadOnlyList<Stage> TimedStages { get; } =
        [Stage.Credential, Stage.Resolve, Stage.Connect, Stage.Tunnel, Stage.Secure, Stage.Respond, Stage.FirstEvent, Stage.Answer];

    /// <summary>All learned times, in a fixed order.</summary>
    public IEnumerable<LearnedTime> All =>
        from stage in _hours
        from hour in stage.Value.Index()
        where hour.Item.Count > 0
        orderby stage.Key.Depth, stage.Key.Stage, hour.Index
        select new LearnedTime(stage.Key.Depth, stage.Key.Stage, hour.Index == AnyHour ? null : hour.Index, hour.Item);

    /// <summary>Restores an instance.</summary>
    /// <exception cref="ArgumentException">An hour is not 0 to 23 or null.</exception>
    public static UsualTimes From(IEnumerable<LearnedTime> all)
    {
        var hours = None._hours.ToBuilder();
        foreach (var (depth, stage, hour, time) in all)
        {
            if (hour is < 0 or >= HoursOfDay)
            {
                throw new ArgumentException($"{hour} is no hour of a day.", nameof(all));
            }

            hours[(depth, stage)] = Known(hours.GetValueOrDefault((depth, stage))).SetItem(hour ?? AnyHour, time);
        }

        return new(hours.ToImmutable());
    }

    /// <summary>The usual time at this hour, or at any hour while this one has too few probes; null if all have too few.</summary>
    /// <param name="at">When the probe began.</param>
    public UsualTime? For(ProbeDepth depth, Stage stage, DateTimeOffset at) =>
        !_hours.TryGetValue((depth, stage), out var hours) ? null
        : hours[at.UtcDateTime.Hour] is { Count: >= UsualTime.FewestSamples } hour ? hour
        : hours[AnyHour] is { Count: >= UsualTime.FewestSamples } any ? any
        : null;

    /// <summary>Learns the stage times of one more healthy probe.</summary>
    /// <param name="healthy">A passed probe that is not a variant.</param>
    public UsualTimes After(ProbeResult healthy)
    {
        var hours = _hours;
        foreach (var (stage, time) in TimesOf(healthy))
        {
            var known = Known(hours.GetValueOrDefault((healthy.Depth, stage))).ToBuilder();
            var hour = healthy.StartedAt.UtcDateTime.Hour;
            (known[hour], known[AnyHour]) = (known[hour].After(time), known[AnyHour].After(time));
            hours = hours.SetItem((healthy.Depth, stage), known.MoveToImmutable());
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

    private static ImmutableArray<UsualTime> Known(ImmutableArray<UsualTime> hours) =>
        hours.IsDefault ? [.. new UsualTime[HoursOfDay + 1]] : hours;
}

/// <summary>The learned time of one stage at one hour.</summary>
/// <param name="Hour">The hour of the day, UTC, 0 to 23; null for any hour.</param>
public readonly record struct LearnedTime(ProbeDepth Depth, Stage Stage, int? Hour, UsualTime Time);
