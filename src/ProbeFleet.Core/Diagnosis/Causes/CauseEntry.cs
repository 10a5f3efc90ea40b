using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>What is true of a cause whatever the probe.</summary>
/// <param name="Owner">Who has to act, usually.</param>
/// <param name="Explanation">What the cause means, in one or two sentences.</param>
public sealed record CauseEntry(Owner Owner, string Explanation)
{
    /// <summary>What to do next, in order.</summary>
    public IReadOnlyList<string> DoNext { get; init; } = [];

    /// <summary>What not to do, and why.</summary>
    public IReadOnlyList<string> DoNot { get; init; } = [];

    /// <summary>Who else has to act, and when; empty when it is always <see cref="Owner"/>.</summary>
    public IReadOnlyList<OwnerCase> OtherOwners { get; init; } = [];

    /// <summary>A break on the path: the request is not known to have reached a server.</summary>
    internal static CauseEntry OnPath(string explanation, params IReadOnlyList<string> next) =>
        new(Owner.ConnectionPath, explanation) { DoNext = next, DoNot = [Advice.NothingArrived] };

    internal CauseEntry Or(Owner owner, string when) => this with { OtherOwners = [.. OtherOwners, new(owner, when)] };
}

/// <summary>Another owner of a cause.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="When">When it is this one: a clause that follows "when".</param>
public sealed record OwnerCase(Owner Owner, string When);
