namespace ProbeFleet.Core.Topology;

/// <summary>A thing that can be at fault, such as <c>dns:vnet-prod</c> or <c>front:api.openai.com</c>. Its name is unique.</summary>
public sealed record Component
{
    /// <summary>A component as it was stored: what it is, is read from its name.</summary>
    [JsonConstructor]
    public Component(ComponentKind kind, string name, Owner owner)
        : this(kind, ComponentKey.Read(kind, name), name, owner)
    {
    }

    internal Component(ComponentKind kind, ComponentKey key, Owner owner)
        : this(kind, key, key.NameOf(kind), owner)
    {
    }

    internal Component(ComponentKind kind, ComponentKey key, string name, Owner owner) =>
        (Kind, Key, Name, Owner) = (kind, key, name, owner);

    /// <summary>The kind.</summary>
    public ComponentKind Kind { get; init; }

    /// <summary>The unique, readable name: the kind, a colon, and what it is. It is printed and compared, never taken apart.</summary>
    public string Name { get; }

    /// <summary>Who has to act when it is at fault.</summary>
    public Owner Owner { get; init; }

    /// <summary>A cause that no declared component explains.</summary>
    public static Component Other { get; } = new(ComponentKind.Other, new ComponentKey.Undeclared(), Owner.Unknown);

    /// <summary>Which one of its kind it is.</summary>
    internal ComponentKey Key { get; }

    /// <summary>
    /// Whether there is one of these per vantage and destination, key or instance: each must be rarer than a shared component, or
    /// together they would explain everything.
    /// </summary>
    internal bool IsNarrow => Key is ComponentKey.KeyOn or ComponentKey.InstanceOf
        || (Kind is ComponentKind.Egress && Key is ComponentKey.Way);

    /// <summary>Whether it is the way out of a whole network.</summary>
    internal bool IsNetwork => Key is ComponentKey.Network;

    /// <summary>What several components of a kind have in common though nobody declared it: one resolver behind two networks.</summary>
    /// <param name="members">The components, at least two.</param>
    public static Component Common(IReadOnlyList<Component> members) =>
        new(members[0].Kind, new ComponentKey.CommonCause(members), members[0].Owner);

    /// <summary>
    /// Whether a probe that crosses these components can meet this one: it is among them, or it is what some of them have in common.
    /// </summary>
    /// <param name="crossed">The components' names.</param>
    public bool IsAmong(IReadOnlySet<string> crossed) =>
        Key is ComponentKey.CommonCause common ? common.Members.Any(member => member.IsAmong(crossed)) : crossed.Contains(Name);

    /// <inheritdoc/>
    public bool Equals(Component? other) => other is not null && (Kind, Name, Owner) == (other.Kind, other.Name, other.Owner);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Name, Owner);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
