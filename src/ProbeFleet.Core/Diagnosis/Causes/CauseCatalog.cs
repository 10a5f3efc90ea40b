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

/// <summary>The catalog entry of a cause: what holds for every probe with it.</summary>
public sealed record CauseEntry
{
    internal CauseEntry(Owner owner, Symptom symptom, string explanation, params IReadOnlyList<string> doNext) =>
        (Owner, Symptom, Explanation, DoNext) = (owner, symptom, explanation, doNext);

    /// <summary>Who has to act, usually.</summary>
    public Owner Owner { get; }

    /// <summary>What the cause means, in one or two sentences.</summary>
    public string Explanation { get; }

    /// <summary>The steps to take, in order.</summary>
    public IReadOnlyList<string> DoNext { get; }

    /// <summary>The steps to avoid, with the reason.</summary>
    public IReadOnlyList<string> DoNot { get; internal init; } = [];

    /// <summary>Other owners and when they have to act; empty when it is always <see cref="Owner"/>.</summary>
    public IReadOnlyList<OwnerCase> OtherOwners { get; private init; } = [];

    /// <summary>What localization takes it for.</summary>
    internal Symptom Symptom { get; }

    /// <summary>A break on the path: the request is not known to have reached a server.</summary>
    internal static CauseEntry OnPath(Symptom symptom, string explanation, params IReadOnlyList<string> next) =>
        new CauseEntry(Owner.ConnectionPath, symptom, explanation, next).Not(Advice.NothingArrived);

    internal CauseEntry Not(params IReadOnlyList<string> steps) => this with { DoNot = [.. DoNot, .. steps] };

    internal CauseEntry Or(Owner owner, string when) => this with { OtherOwners = [.. OtherOwners, new(owner, when)] };
}

/// <summary>Another owner of a cause in some cases.</summary>
/// <param name="When">The case, as a clause that follows "when".</param>
public sealed record OwnerCase(Owner Owner, string When);
