namespace ProbeFleet.Storage.Results;

/// <summary>A stored result without its evidence, for histories: a twentieth of the bytes.</summary>
/// <param name="StartedAt">When the probe began, in whole milliseconds.</param>
public sealed record ProbeTiming(
    Guid Id, DateTimeOffset StartedAt, Cause Cause, TimeSpan Duration, IReadOnlyDictionary<Stage, TimeSpan> Stages)
{
    /// <summary>The longest gap between two events of a stream; null where there was none.</summary>
    public TimeSpan? LongestGap { get; init; }
}
