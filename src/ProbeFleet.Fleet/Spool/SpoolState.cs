namespace ProbeFleet.Fleet.Spool;

/// <summary>What a spool holds and has lost.</summary>
/// <param name="Results">Results that wait for storage.</param>
/// <param name="Bytes">The size of all its files, those that are set aside included.</param>
/// <param name="Dropped">Results lost to the bound or the disk since the process began.</param>
/// <param name="Quarantined">
/// Files set aside since the process began: <c>*.corrupt</c> could not be read, <c>*.refused</c> was refused because of its content.
/// </param>
public sealed record SpoolState(int Results, long Bytes, long Dropped, long Quarantined)
{
    /// <summary>Results that are set aside now.</summary>
    public int SetAside { get; init; }
}
