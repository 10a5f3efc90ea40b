namespace ProbeFleet.Fleet.Spool;

/// <summary>What a spool holds and lost.</summary>
/// <param name="Results">Results that wait for storage.</param>
/// <param name="Bytes">Bytes of all its files, those that are set aside included.</param>
/// <param name="Dropped">Results that the bound dropped or the disk refused since the process began.</param>
/// <param name="Quarantined">
/// Files that were set aside since the process began: <c>*.corrupt</c> could not be read, <c>*.refused</c> storage refused for what they are.
/// </param>
public sealed record SpoolState(int Results, long Bytes, long Dropped, long Quarantined)
{
    /// <summary>Results that are set aside now.</summary>
    public int SetAside { get; init; }
}
