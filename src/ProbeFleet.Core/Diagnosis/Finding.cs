using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>The result of a rule: the cause with the facts of this probe. The catalog adds the rest.</summary>
internal sealed record Finding(Cause Cause, double Confidence, string Summary)
{
    /// <summary>The owner, if this probe's facts point to another than the catalog's; null for the catalog's.</summary>
    public Owner? Owner { get; init; }

    /// <summary>The steps that come before the catalog's.</summary>
    public IReadOnlyList<string> First { get; init; } = [];

    /// <summary>The steps that replace the catalog's; null for the catalog's.</summary>
    public IReadOnlyList<string>? Next { get; init; }

    /// <summary>The warnings that replace the catalog's; null for the catalog's.</summary>
    public IReadOnlyList<string>? Not { get; init; }

    /// <summary>Causes that look the same, each with the check that tells them apart.</summary>
    public IReadOnlyList<AlternativeCause> Alternatives { get; init; } = [];

    /// <inheritdoc cref="Model.Confidence.Proven"/>
    public static Finding Proven(Cause cause, string summary) => new(cause, Model.Confidence.Proven, summary);

    /// <inheritdoc cref="Model.Confidence.Strong"/>
    public static Finding Strong(Cause cause, string summary) => new(cause, Model.Confidence.Strong, summary);

    /// <inheritdoc cref="Model.Confidence.Likely"/>
    public static Finding Likely(Cause cause, string summary) => new(cause, Model.Confidence.Likely, summary);

    /// <inheritdoc cref="Model.Confidence.Weak"/>
    public static Finding Weak(Cause cause, string summary) => new(cause, Model.Confidence.Weak, summary);

    /// <inheritdoc cref="Model.Confidence.Guess"/>
    public static Finding Guess(Cause cause, string summary) => new(cause, Model.Confidence.Guess, summary);

    /// <summary>Adds an alternative.</summary>
    public Finding Or(Cause cause, string check, Owner? owner = null) =>
        this with { Alternatives = [.. Alternatives, new(cause, owner ?? CauseCatalog.Find(cause).Owner, check)] };

    /// <summary>Adds a step that comes first.</summary>
    public Finding Do(string step) => this with { First = [.. First, step] };

    /// <summary>Replaces the catalog's steps.</summary>
    public Finding Advise(params IReadOnlyList<string> next) => this with { Next = next };

    /// <summary>Replaces the catalog's warnings.</summary>
    public Finding Warn(params IReadOnlyList<string> warnings) => this with { Not = warnings };

    /// <summary>Adds a sentence to the summary.</summary>
    public Finding Note(string sentence) => this with { Summary = $"{Summary} {sentence}" };

    public Finding OwnedBy(Owner owner) => this with { Owner = owner };
}
