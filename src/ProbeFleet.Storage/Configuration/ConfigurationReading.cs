namespace ProbeFleet.Storage.Configuration;

/// <summary>The result of reading the fleet's configuration.</summary>
public abstract record ConfigurationReading
{
    private protected ConfigurationReading()
    {
    }

    /// <summary>It has changed since the tag that the caller knows, or the caller knows none.</summary>
    public sealed record Changed(StoredConfiguration Stored) : ConfigurationReading;

    /// <summary>The configuration still has the caller's ETag; nothing was parsed.</summary>
    public sealed record Unchanged : ConfigurationReading;

    /// <summary>No configuration was ever applied.</summary>
    public sealed record Absent : ConfigurationReading;

    /// <summary>The row exists, but this version cannot read it: keep the last good configuration.</summary>
    public sealed record Unreadable(UnreadableRow Row) : ConfigurationReading;
}
