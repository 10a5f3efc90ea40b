using Azure;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Storage.Configuration;

/// <summary>The outcome of applying a configuration.</summary>
public abstract record ConfigurationChange
{
    private protected ConfigurationChange()
    {
    }

    /// <summary>It is stored; every vantage reads it at its next round.</summary>
    public sealed record Applied(long Version, ETag Tag) : ConfigurationChange;

    /// <summary>The text is not a valid configuration; nothing was stored.</summary>
    public sealed record Invalid(IReadOnlyList<Violation> Violations) : ConfigurationChange;

    /// <summary>The fleet's configuration is not the one that the caller expects; nothing was stored. Review it and apply again.</summary>
    public sealed record Conflict : ConfigurationChange;
}
