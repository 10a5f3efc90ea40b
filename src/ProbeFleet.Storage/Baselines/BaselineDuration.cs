using ProbeFleet.Core.Routes;

namespace ProbeFleet.Storage.Baselines;

/// <summary>How long a healthy probe took.</summary>
/// <param name="Depth">How far it went: only durations of one depth compare.</param>
/// <param name="Duration">How long it took, in whole microseconds.</param>
public sealed record BaselineDuration(ProbeDepth Depth, TimeSpan Duration);
