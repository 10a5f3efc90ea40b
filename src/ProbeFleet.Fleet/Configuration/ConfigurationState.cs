using ProbeFleet.Core.Configuration;

namespace ProbeFleet.Fleet.Configuration;

/// <summary>What a vantage knows of the fleet's configuration.</summary>
/// <param name="Configuration">The last good one; null when there never was one, or it was not read yet.</param>
/// <param name="Problem">Why the newest one could not be taken, so that the last good one is kept; null when it was.</param>
public sealed record ConfigurationState(FleetConfiguration? Configuration, string? Problem);
