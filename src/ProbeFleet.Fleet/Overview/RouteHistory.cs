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
