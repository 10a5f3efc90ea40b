namespace ProbeFleet.Storage.Configuration;

/// <summary>One of the configurations that a fleet had, or the one that it has.</summary>
/// <param name="Version">How often one had been applied; from 1.</param>
/// <param name="AppliedAt">When, by the clock of whoever applied it.</param>
/// <param name="By">Who applied it, as they said themselves; null for one of before that was kept.</param>
public sealed record ConfigurationVersion(long Version, DateTimeOffset AppliedAt, string? By);
