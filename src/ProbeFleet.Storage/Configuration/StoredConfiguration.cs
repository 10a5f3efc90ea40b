using Azure;
using ProbeFleet.Core.Configuration;

namespace ProbeFleet.Storage.Configuration;

/// <summary>The fleet's configuration as it is stored.</summary>
/// <param name="Json">The text as it was applied.</param>
/// <param name="Version">The number of the version; from 1.</param>
/// <param name="AppliedAt">When it was applied, by the clock of whoever applied it.</param>
/// <param name="Tag">The row's ETag: the same ETag means the same text.</param>
public sealed record StoredConfiguration(FleetConfiguration Configuration, string Json, long Version, DateTimeOffset AppliedAt, ETag Tag);

/// <summary>A version of the fleet's configuration, current or replaced.</summary>
/// <param name="Version">The number of the version; from 1.</param>
/// <param name="AppliedAt">When it was applied, by the clock of whoever applied it.</param>
/// <param name="By">Who applied it, in their own words; null for versions from before this was kept.</param>
public sealed record ConfigurationVersion(long Version, DateTimeOffset AppliedAt, string? By);
