namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Failures that a hypothesis cannot tell apart: of one round, symptom and view, on paths that cross the same members.</summary>
/// <param name="Members">The members that the failures' paths cross, in order.</param>
internal readonly record struct FailureGroup(int[] Members, int View, int Round, int Symptom, int Count)
{
    /// <summary>Whether the failures' paths cross the member.</summary>
    public bool Crosses(int member)
    {
        foreach (var each in Members)
        {
            if (each == member)
            {
                return true;
            }
        }

        return false;
    }
}
