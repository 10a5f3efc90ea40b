namespace ProbeFleet.Storage.Retention;

/// <summary>What one run of the purge did.</summary>
/// <param name="Rows">How many rows it deleted.</param>
/// <param name="IsFinished">Whether nothing older than the retention is left; else run again.</param>
public sealed record PurgeReport(int Rows, bool IsFinished);
