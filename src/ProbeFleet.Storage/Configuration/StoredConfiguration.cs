using Azure;
using ProbeFleet.Core.Configuration;

namespace ProbeFleet.Storage.Configuration;

/// <summary>The fleet's configuration as it is stored.</summary>
/// <param name="Configuration">What it says.</param>
/// <param name="Json">Its text, as it was applied.</param>
/// <param name="Version">How often one was applied; from 1.</param>
/// <param name="AppliedAt">When, by the clock of whoever applied it.</param>
/// <param name="Tag">The row's version: the same tag means the same text.</param>
public sealed record StoredConfiguration(FleetConfiguration Configuration, string Json, long Version, DateTimeOffset AppliedAt, ETag Tag);
