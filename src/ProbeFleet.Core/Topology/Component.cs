using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Topology;

/// <summary>A thing that can be at fault, such as <c>dns:vnet-prod</c> or <c>front:api.openai.com</c>.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The unique, readable name: the kind, a colon, and what it is.</param>
/// <param name="Owner">Who has to act when it is at fault.</param>
public sealed record Component(ComponentKind Kind, string Name, Owner Owner)
{
    private const string CommonPrefix = "other:";

    /// <summary>
    /// Whether there is one of these per vantage and destination or key: each must be rarer than a shared component, or together they
    /// would explain everything.
    /// </summary>
    internal bool IsNarrow { get; init; }

    /// <summary>Whether it is the way out of a whole network.</summary>
    internal bool IsNetwork { get; init; }

    /// <summary>A cause that no declared component explains.</summary>
    public static Component Other { get; } = new(ComponentKind.Other, "other", Owner.Unknown);

    /// <summary>What several components of a kind have in common although nobody declared it, such as one resolver behind two networks.</summary>
    /// <param name="members">The components, at least two.</param>
    public static Component Common(IReadOnlyList<Component> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return members[0] with { Name = CommonPrefix + string.Join('+', members.Select(member => member.Name)) };
    }

    /// <summary>Whether a probe that crosses these components can meet this one: it is among them, or it is what some of them have in common.</summary>
    /// <param name="crossed">The components' names.</param>
    public bool IsAmong(IReadOnlySet<string> crossed)
    {
        ArgumentNullException.ThrowIfNull(crossed);
        return Name.StartsWith(CommonPrefix, StringComparison.Ordinal) ? Name[CommonPrefix.Length..].Split('+').Any(crossed.Contains) : crossed.Contains(Name);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
