namespace ProbeFleet.Storage.Snapshots;

/// <summary>A past probe in a snapshot's ring.</summary>
/// <param name="At">When the probe began, in whole milliseconds.</param>
/// <param name="Break">The first failed stage; null when none failed.</param>
/// <param name="Duration">How long the probe took, in whole milliseconds.</param>
public sealed record RecentOutcome(DateTimeOffset At, Cause Cause, Stage? Break, ProbeDepth Depth, TimeSpan Duration)
{
    /// <summary>The stage of a passed probe that was slow; null when none was.</summary>
    public Stage? Slow { get; init; }

    /// <summary>Whether the route answered.</summary>
    public ProbeOutcome Outcome => ProbeOutcomes.For(Cause);
}
