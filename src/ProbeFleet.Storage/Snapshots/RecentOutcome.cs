using ProbeFleet.Core.Model;

namespace ProbeFleet.Storage.Snapshots;

/// <summary>One past probe in a snapshot's ring.</summary>
/// <param name="At">When it began, in whole milliseconds.</param>
/// <param name="Cause">The diagnosed cause.</param>
/// <param name="Break">The first failed stage; null when none failed.</param>
/// <param name="Depth">How far it was asked to go.</param>
/// <param name="Duration">How long it took, in whole milliseconds.</param>
public sealed record RecentOutcome(DateTimeOffset At, Cause Cause, Stage? Break, ProbeDepth Depth, TimeSpan Duration)
{
    /// <summary>The stage of a passed probe that has become slow; null when none has.</summary>
    public Stage? Slow { get; init; }

    /// <summary>Whether the route answered.</summary>
    public ProbeOutcome Outcome => ProbeOutcomes.Of(Cause);
}
