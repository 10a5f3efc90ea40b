using ProbeFleet.Core.Diagnosis;

namespace ProbeFleet.Core.Topology;

/// <summary>A thing that can be at fault, such as <c>dns:vnet-prod</c> or <c>front:api.openai.com</c>.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The unique, readable name: the kind, a colon, and what it is.</param>
/// <param name="Owner">Who has to act when it is at fault.</param>
public sealed record Component(ComponentKind Kind, string Name, Owner Owner)
{
    /// <summary>A cause that no declared component explains.</summary>
    public static Component Other { get; } = new(ComponentKind.Other, "other", Owner.Unknown);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
