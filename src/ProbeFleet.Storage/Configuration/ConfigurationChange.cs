using Azure;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Storage.Configuration;

/// <summary>What came of applying a configuration.</summary>
public abstract record ConfigurationChange
{
    private protected ConfigurationChange()
    {
    }

    /// <summary>It is stored; every vantage reads it at its next round.</summary>
    /// <param name="Version">Its version.</param>
    /// <param name="Tag">Its row's version.</param>
    public sealed record Applied(long Version, ETag Tag) : ConfigurationChange;

    /// <summary>The text is no configuration; nothing was stored.</summary>
    /// <param name="Violations">Every violation.</param>
    public sealed record Invalid(IReadOnlyList<Violation> Violations) : ConfigurationChange;

    /// <summary>The fleet has another one than the caller means; nothing was stored. Look at it, then apply again.</summary>
    public sealed record Conflict : ConfigurationChange;
}
