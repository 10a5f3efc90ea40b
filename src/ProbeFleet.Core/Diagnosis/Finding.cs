using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>What a rule found: the cause with the facts of this probe. The catalog adds the rest.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Confidence">How sure, see <see cref="Model.Confidence"/>.</param>
/// <param name="Summary">What happened, with this probe's facts.</param>
internal sealed record Finding(Cause Cause, double Confidence, string Summary)
{
    /// <summary>The owner, where this probe's facts name another than the catalog's usual one.</summary>
    public Owner? Owner { get; init; }

    /// <summary>What to do first, before the catalog's steps.</summary>
    public IReadOnlyList<string> First { get; init; } = [];

    /// <summary>What to do, where this probe's facts ask for other steps than the catalog's; null for the catalog's.</summary>
    public IReadOnlyList<string>? Next { get; init; }

    /// <summary>What not to do, where this probe's facts ask for other warnings than the catalog's; null for the catalog's.</summary>
    public IReadOnlyList<string>? Not { get; init; }

    /// <summary>What looks alike, with the check that tells.</summary>
    public IReadOnlyList<AlternativeCause> Alternatives { get; init; } = [];

    /// <summary>The finding with one more alternative.</summary>
    public Finding Or(Cause cause, string check, Owner? owner = null) =>
        this with { Alternatives = [.. Alternatives, new(cause, owner ?? CauseCatalog.Find(cause).Owner, check)] };

    /// <summary>The finding with one more thing to do first.</summary>
    public Finding Do(string step) => this with { First = [.. First, step] };

    /// <summary>The finding with these steps in place of the catalog's.</summary>
    public Finding Advise(params IReadOnlyList<string> next) => this with { Next = next };

    /// <summary>The finding with these warnings in place of the catalog's.</summary>
    public Finding Warn(params IReadOnlyList<string> warnings) => this with { Not = warnings };

    /// <summary>The finding with one more sentence in its summary.</summary>
    public Finding Note(string sentence) => this with { Summary = $"{Summary} {sentence}" };

    /// <summary>The finding with another owner than the catalog's usual one.</summary>
    public Finding OwnedBy(Owner owner) => this with { Owner = owner };
}
