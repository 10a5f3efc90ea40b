namespace ProbeFleet.Fleet.Spool;

/// <summary>How much a spool holds.</summary>
/// <param name="Bytes">The most bytes of all its files; above zero.</param>
/// <param name="Results">The most results; above zero.</param>
public sealed record SpoolBounds(long Bytes, int Results)
{
    /// <summary>64 MiB and 20 000 results: 11 hours of 30 routes each minute.</summary>
    public static SpoolBounds Default { get; } = new(64 << 20, 20_000);
}
