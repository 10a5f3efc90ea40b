using System.Collections.Immutable;

namespace ProbeFleet.Core.Model;

/// <summary>
/// How long each stage of one route usually takes from one vantage, for each depth and each hour of the day (UTC): a provider is slower at
/// its busy hours, and that is usual. Learned from healthy probes; see <see cref="UsualTime"/>.
/// </summary>
public sealed record UsualTimes
{
    private const int HoursOfDay = 24;

    /// <summary>Behind the 24 hours stands what is usual at any hour: it serves until an hour knows enough of its own.</summary>
    private const int AnyHour = HoursOfDay;

    private readonly ImmutableDictionary<(ProbeDepth Depth, Stage Stage), ImmutableArray<UsualTime>> _hours;

    private UsualTimes(ImmutableDictionary<(ProbeDepth Depth, Stage Stage), ImmutableArray<UsualTime>> hours) => _hours = hours;

    /// <summary>Nothing is known.</summary>
    public static UsualTimes None { get; } = new(ImmutableDictionary<(ProbeDepth, Stage), ImmutableArray<UsualTime>>.Empty);

    /// <summary>The stages whose times depend on something outside of the process, in order.</summary>
    public static IReadOnlyList<Stage> TimedStages { get; } =
        [Stage.Credential, Stage.Resolve, Stage.Connect, Stage.Tunnel, Stage.Secure, Stage.Respond, Stage.FirstEvent, Stage.Answer];

    /// <summary>All that is known, in a fixed order.</summary>
    public IEnumerable<LearnedTime> All =>
        from stage in _hours
        from hour in stage.Value.Index()
        where hour.Item.Count > 0
        orderby stage.Key.Depth, stage.Key.Stage, hour.Index
        select new LearnedTime(stage.Key.Depth, stage.Key.Stage, hour.Index == AnyHour ? null : hour.Index, hour.Item);

    /// <summary>Makes it again from what is known.</summary>
    /// <param name="all">What <see cref="All"/> gave.</param>
    /// <exception cref="ArgumentException">An hour is not 0 to 23 or null.</exception>
    public static UsualTimes From(IEnumerable<LearnedTime> all)
    {
        ArgumentNullException.ThrowIfNull(all);
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

    /// <summary>How long a stage usually takes at this hour, or while that is unknown at any hour; null when too few probes are known.</summary>
    /// <param name="depth">How far the probe goes.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="at">When the probe began.</param>
    public UsualTime? Of(ProbeDepth depth, Stage stage, DateTimeOffset at) =>
        !_hours.TryGetValue((depth, stage), out var hours) ? null
        : hours[at.UtcDateTime.Hour] is { Count: >= UsualTime.FewestSamples } hour ? hour
        : hours[AnyHour] is { Count: >= UsualTime.FewestSamples } any ? any
        : null;

    /// <summary>What is usual after one more healthy probe.</summary>
    /// <param name="healthy">A probe that passed and is no variant.</param>
    public UsualTimes After(ProbeResult healthy)
    {
        ArgumentNullException.ThrowIfNull(healthy);
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

    /// <summary>The times of a probe's stages that depend on something outside of the process, in the order of the path.</summary>
    /// <remarks>Of a stream's answer it is the longest gap.</remarks>
    /// <param name="result">The probe.</param>
    public static IEnumerable<(Stage Stage, TimeSpan Time)> TimesOf(ProbeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Stages
            .Where(stage => stage.Duration is not null && TimedStages.Contains(stage.Stage))
            .Select(stage => (stage.Stage, GapOf(stage) ?? stage.Duration!.Value));
    }

    /// <summary>Whether the time of a stage is the longest gap of a stream.</summary>
    /// <param name="result">The probe.</param>
    /// <param name="stage">The stage.</param>
    public static bool IsGapOf(ProbeResult result, Stage stage)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Stages.Any(one => one.Stage == stage && GapOf(one) is not null);
    }

    /// <summary>How long a whole stream takes says more of its length than of its way: its longest gap stands for it.</summary>
    private static TimeSpan? GapOf(StageEvidence stage) => (stage as AnswerEvidence)?.Facts?.Stream?.LongestGap;

    private static ImmutableArray<UsualTime> Known(ImmutableArray<UsualTime> hours) =>
        hours.IsDefault ? [.. new UsualTime[HoursOfDay + 1]] : hours;
}

/// <summary>What is usual for one stage at one hour.</summary>
/// <param name="Depth">How far the probes went.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Hour">The hour of the day, UTC, 0 to 23; null for any hour.</param>
/// <param name="Time">What is usual.</param>
public readonly record struct LearnedTime(ProbeDepth Depth, Stage Stage, int? Hour, UsualTime Time);
