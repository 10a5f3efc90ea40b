namespace ProbeFleet.Core.Localization.Inference;

/// <summary>A set of faults with how well it explains the evidence.</summary>
internal sealed record Hypothesis
{
    public required IReadOnlyList<Suspicion> Members { get; init; }

    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>Prior and tempered likelihood in nats, relative to "nothing is at fault".</summary>
    public required double Score { get; init; }

    /// <summary>Per failure: how probable it is that no member explains it. Few hypotheses are asked for it.</summary>
    public required Lazy<double[]> Unexplained { get; init; }

    /// <summary>
    /// Per failure: by how many nats the members made it more probable than chance before their profiles were fitted. Few hypotheses are
    /// asked for it.
    /// </summary>
    public required Lazy<double[]> Foreseen { get; init; }

    /// <summary>Per member: whether it failed in enough rounds to be accused.</summary>
    public required bool[] Accused { get; init; }

    public required string Key { get; init; }

    /// <summary>Whether something that nobody declared is among its members.</summary>
    public bool HasOther => Members.Any(member => member.Component.Kind is ComponentKind.Other);

    public static string KeyOf(IEnumerable<Suspicion> members) =>
        string.Join('|', members.Select(member => member.Key).Order(StringComparer.Ordinal));
}
