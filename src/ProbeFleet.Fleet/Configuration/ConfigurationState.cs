using ProbeFleet.Core.Configuration;

namespace ProbeFleet.Fleet.Configuration;

/// <summary>What a vantage knows of the fleet's configuration.</summary>
/// <param name="Configuration">The last good configuration; null when there never was one or it was not read yet.</param>
/// <param name="Problem">Why the newest configuration was rejected and the last good one kept; null when it was accepted.</param>
public sealed record ConfigurationState(FleetConfiguration? Configuration, string? Problem);
