using System.Collections.Frozen;

namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>The catalog of causes: owner, meaning, what to do and what not to do.</summary>
public static class CauseCatalog
{
    private static readonly FrozenDictionary<Cause, CauseEntry> Entries = new[]
    {
        OutcomeCauses.Entries, ConfigurationCauses.Entries, AccessCauses.Entries, NetworkCauses.Entries, TlsCauses.Entries,
        ExchangeCauses.Entries, ServiceCauses.Entries,
    }.SelectMany(group => group).ToDictionary().ToFrozenDictionary();

    /// <summary>The entry of a cause. Every cause has one: a test asks for each.</summary>
    public static CauseEntry Find(Cause cause) => Entries[cause];
}
