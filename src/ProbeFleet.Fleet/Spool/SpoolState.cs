namespace ProbeFleet.Fleet.Spool;

/// <summary>The bounds of a spool.</summary>
/// <param name="Bytes">The maximum size of all its files in bytes; above zero.</param>
/// <param name="Results">The maximum number of results; above zero.</param>
public sealed record SpoolBounds(long Bytes, int Results)
{
    /// <summary>64 MiB and 20 000 results: 11 hours of 30 routes each minute.</summary>
    public static SpoolBounds Default { get; } = new(64 << 20, 20_000);
}

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
