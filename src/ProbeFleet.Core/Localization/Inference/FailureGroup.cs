namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Failures that a hypothesis cannot tell apart: of one round and look, on paths that cross the same members.</summary>
/// <param name="Members">The members that the failures' paths cross, in order.</param>
/// <param name="Bits">The same as bits of a number.</param>
/// <param name="Look">The look, by its place among those of <see cref="FailureGroups.Looks"/>.</param>
internal record struct FailureGroup(int[] Members, int Bits, int Round, int Look)
{
    /// <summary>How many they are.</summary>
    public int Count;

    /// <summary>Whether the failures' paths cross the member.</summary>
    public readonly bool Crosses(int member) => (Bits & (1 << member)) != 0;
}
