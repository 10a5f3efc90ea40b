namespace ProbeFleet.Fleet.Spool;

/// <summary>The bounds of a spool.</summary>
/// <param name="Bytes">The maximum size of all its files in bytes; above zero.</param>
/// <param name="Results">The maximum number of results; above zero.</param>
public sealed record SpoolBounds(long Bytes, int Results)
{
    /// <summary>64 MiB and 20 000 results: 11 hours of 30 routes each minute.</summary>
    public static SpoolBounds Default { get; } = new(64 << 20, 20_000);
}
