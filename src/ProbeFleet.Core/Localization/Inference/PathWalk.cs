namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// How a probe walks its path: past each member in order, until one fails it; a probe that passes them all may still fail by chance.
/// With emissions e and shares p of a symptom, member i makes it with Π(1 − e before i) · e_i · p_i, chance with Π(1 − e) · chance.
/// What a member lets through, the next one can fail: so an earlier fault hides a later one, and is itself known from what it let through.
/// </summary>
internal static class PathWalk
{
    /// <summary>Per member: how probable it is that it makes one of these failures.</summary>
    /// <returns>How probable it is that chance does.</returns>
    public static double Share(in FailureGroup group, Fault[] faults, double[] chance, Span<double> share)
    {
        share.Clear();
        var clear = 1.0;
        foreach (var member in group.Members)
        {
            var emission = faults[member].Emission(group.Round);
            share[member] = clear * emission * faults[member].Profile.Share(group.View, group.Symptom);
            clear *= 1 - emission;
        }

        return clear * chance[group.Symptom];
    }

    /// <summary>How much more probable one of these failures is when the member is active than when it is not.</summary>
    public static double Gain(in FailureGroup group, int member, Fault[] faults, double[] chance)
    {
        var (on, clearOn, off, clearOff) = (0.0, 1.0, 0.0, 1.0);
        foreach (var each in group.Members)
        {
            var (fault, changes) = (faults[each], each == member);
            var share = fault.Profile.Share(group.View, group.Symptom);
            var emission = changes ? fault.WhileActive(group.Round) : fault.Emission(group.Round);
            on += clearOn * emission * share;
            clearOn *= 1 - emission;
            emission = changes ? 0 : emission;
            off += clearOff * emission * share;
            clearOff *= 1 - emission;
        }

        var byChance = chance[group.Symptom];
        return (on + (clearOn * byChance)) / (off + (clearOff * byChance));
    }

    /// <summary>
    /// By how many nats one of these failures was more probable than by chance before any profile was fitted: little for what only a
    /// fitted profile explains, which may well be a second fault's.
    /// </summary>
    public static double Foreseen(in FailureGroup group, Fault[] faults, ProfilePrior[] priors, double[] chance)
    {
        var (total, clear) = (0.0, 1.0);
        foreach (var member in group.Members)
        {
            var emission = faults[member].Emission(group.Round);
            total += clear * emission * priors[member].Usual(group.View, group.Symptom);
            clear *= 1 - emission;
        }

        return Math.Log((total / chance[group.Symptom]) + clear);
    }
}
