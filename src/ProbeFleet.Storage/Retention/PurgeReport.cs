namespace ProbeFleet.Storage.Retention;

/// <summary>The outcome of one purge run.</summary>
/// <param name="IsFinished">Whether nothing older than the retention is left; otherwise run again.</param>
public sealed record PurgeReport(int Rows, bool IsFinished);
