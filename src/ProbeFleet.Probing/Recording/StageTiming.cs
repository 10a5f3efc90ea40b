namespace ProbeFleet.Probing.Recording;

/// <summary>When a stage happened and how it ended.</summary>
internal sealed record StageTiming(StageOutcome Outcome, TimeSpan? At, TimeSpan? Duration, string? Reason, StageFailure? Failure);
