using ProbeFleet.Storage.Results;

namespace ProbeFleet.Fleet.Overview;

/// <summary>The state of a route from every vantage, and its history from one of them.</summary>
/// <param name="Fleet">The route now, from every vantage that probes it.</param>
/// <param name="Vantage">The vantage of the history.</param>
/// <param name="From">Where the history begins.</param>
/// <param name="To">Where the history ends.</param>
/// <param name="StepSeconds">The length of a step, in seconds.</param>
/// <param name="Steps">The steps that have probes, oldest first. A missing step has no data, which does not mean healthy.</param>
/// <param name="Latest">The newest probe with its evidence; absent when there is none.</param>
/// <param name="IsPartial">Whether one of two storage accounts did not answer, so that something may be missing.</param>
/// <param name="Unreadable">How many stored probes this version could not read.</param>
public sealed record RouteHistory(
    RouteName Route, FleetOverview Fleet, VantageName Vantage, DateTimeOffset From, DateTimeOffset To, int StepSeconds,
    IReadOnlyList<HistoryStep> Steps, ProbeResult? Latest, bool IsPartial, int Unreadable)
{
    /// <summary>About as many steps as a chart shows.</summary>
    private const int MostSteps = 240;

    private static readonly int[] StepMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360];

    /// <summary>The vantage to show by default: the one that has failed longest, else the first by name. Null when there is none.</summary>
    public static VantageName? WorthALook(IReadOnlyList<CellStatus> cells) =>
        cells.OrderBy(cell => cell.FailingSince ?? DateTimeOffset.MaxValue)
            .ThenBy(cell => cell.Vantage.ToString(), StringComparer.Ordinal)
            .FirstOrDefault()?.Vantage;

    /// <summary>The step of a window, so that there are at most 240: never below a minute.</summary>
    public static TimeSpan StepOf(TimeSpan window) =>
        TimeSpan.FromMinutes(StepMinutes.FirstOrDefault(minutes => window.TotalMinutes / minutes <= MostSteps, StepMinutes[^1]));

    /// <summary>
    /// Puts probes into steps of whole multiples of <paramref name="step"/>. Times are medians of the probes that passed.
    /// </summary>
    /// <param name="timings">The probes, in any order.</param>
    public static IReadOnlyList<HistoryStep> StepsOf(IEnumerable<ProbeTiming> timings, TimeSpan step) =>
    [
        .. timings.GroupBy(timing => timing.StartedAt.UtcTicks / step.Ticks)
            .OrderBy(same => same.Key)
            .Select(same => HistoryStep.From(new DateTimeOffset(same.Key * step.Ticks, TimeSpan.Zero), [.. same])),
    ];
}

/// <summary>Summarizes the probes of one step of a history.</summary>
/// <param name="At">When the step begins.</param>
/// <param name="Probes">How many probes began in the step.</param>
public sealed record HistoryStep(DateTimeOffset At, int Probes, int Failed)
{
    /// <summary>The most frequent cause of its failures; absent when none failed.</summary>
    public Cause? Cause { get; init; }

    /// <summary>The median time of the probes that passed, in milliseconds; absent when none did.</summary>
    public double? MedianMs { get; init; }

    /// <summary>The median time of each timed stage of the probes that passed, in milliseconds.</summary>
    public required IReadOnlyDictionary<Stage, double> StageMs { get; init; }

    /// <summary>
    /// The median of the longest gap between two events of a stream, in milliseconds; absent where no probe that passed had one.
    /// </summary>
    public double? GapMs { get; init; }

    internal static HistoryStep From(DateTimeOffset at, IReadOnlyList<ProbeTiming> timings)
    {
        var failed = timings.Where(timing => ProbeOutcomes.For(timing.Cause) is ProbeOutcome.Failed).ToList();
        var passed = timings.Where(timing => ProbeOutcomes.For(timing.Cause) is ProbeOutcome.Passed).ToList();
        return new(at, timings.Count, failed.Count)
        {
            Cause = failed is [] ? null : failed.CountBy(timing => timing.Cause).MaxBy(cause => cause.Value).Key,
            MedianMs = passed is [] ? null : MedianOf(passed.Select(timing => timing.Duration)),
            StageMs = passed.SelectMany(timing => timing.Stages)
                .GroupBy(stage => stage.Key, stage => stage.Value)
                .OrderBy(stage => stage.Key)
                .ToDictionary(stage => stage.Key, MedianOf),
            GapMs = passed.Select(timing => timing.LongestGap).OfType<TimeSpan>().ToList() is { Count: > 0 } gaps ? MedianOf(gaps) : null,
        };
    }

    private static double MedianOf(IEnumerable<TimeSpan> durations)
    {
        double[] sorted = [.. durations.Select(duration => duration.TotalMilliseconds).Order()];
        return Math.Round((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, 1);
    }
}
