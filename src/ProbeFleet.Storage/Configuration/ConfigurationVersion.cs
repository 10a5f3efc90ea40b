namespace ProbeFleet.Storage.Configuration;

/// <summary>A version of the fleet's configuration, current or replaced.</summary>
/// <param name="Version">The number of the version; from 1.</param>
/// <param name="AppliedAt">When it was applied, by the clock of whoever applied it.</param>
/// <param name="By">Who applied it, in their own words; null for versions from before this was kept.</param>
public sealed record ConfigurationVersion(long Version, DateTimeOffset AppliedAt, string? By);
