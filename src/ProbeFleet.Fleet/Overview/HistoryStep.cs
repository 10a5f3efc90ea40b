using ProbeFleet.Storage.Results;

namespace ProbeFleet.Fleet.Overview;

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
