namespace ProbeFleet.Fleet.Spool;

/// <summary>What a spool holds and lost.</summary>
/// <param name="Results">Results that wait for storage.</param>
/// <param name="Bytes">Bytes of their files.</param>
/// <param name="Dropped">Results that the bound dropped or the disk refused since the process began.</param>
/// <param name="Quarantined">Files since the process began that could not be read; they stay beside the spool, renamed to <c>*.corrupt</c>.</param>
public sealed record SpoolState(int Results, long Bytes, long Dropped, long Quarantined);
