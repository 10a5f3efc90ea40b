using ProbeFleet.Core.Model;

namespace ProbeFleet.Storage.Results;

/// <summary>One stored result without its evidence: what a history is drawn from, at a twentieth of the bytes.</summary>
/// <param name="Id">The probe's id.</param>
/// <param name="StartedAt">When it began, in whole milliseconds.</param>
/// <param name="Cause">The diagnosed cause.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Stages">How long each timed stage took.</param>
public sealed record ProbeTiming(Guid Id, DateTimeOffset StartedAt, Cause Cause, TimeSpan Duration, IReadOnlyDictionary<Stage, TimeSpan> Stages)
{
    /// <summary>The longest time between two events of a stream; null where there was none.</summary>
    public TimeSpan? LongestGap { get; init; }
}
