using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Storage.Configuration;

/// <summary>What came of asking for the fleet's configuration.</summary>
public abstract record ConfigurationReading
{
    private protected ConfigurationReading()
    {
    }

    /// <summary>It has changed since the tag that the caller knows, or the caller knows none.</summary>
    /// <param name="Stored">The configuration.</param>
    public sealed record Changed(StoredConfiguration Stored) : ConfigurationReading;

    /// <summary>It has the tag that the caller knows; nothing was parsed.</summary>
    public sealed record Unchanged : ConfigurationReading;

    /// <summary>No configuration was ever applied.</summary>
    public sealed record Absent : ConfigurationReading;

    /// <summary>The row is there, and this version cannot read it: keep the last good one.</summary>
    /// <param name="Row">Which row, and why.</param>
    public sealed record Unreadable(UnreadableRow Row) : ConfigurationReading;
}
