namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// How a probe walks its path: past each member in order, until one fails it; a probe that passes them all may still fail by chance.
/// What a member lets through, the next one can fail: so an earlier fault hides a later one, and is itself known from what it let through.
/// </summary>
internal sealed class PathWalk(MemberState[] states, double[] chance)
{
    /// <summary>Per member: how probable it is that it makes one of these failures.</summary>
    /// <returns>How probable it is that chance does.</returns>
    public double Share(FailureGroup group, double[] share)
    {
        var clear = 1.0;
        for (var member = 0; member < states.Length; member++)
        {
            var emission = group.Touches(member) ? states[member].Emission(group.Round) : 0;
            share[member] = clear * emission * states[member].Profile.Of(group.View, group.Symptom);
            clear *= 1 - emission;
        }

        return clear * chance[group.Symptom];
    }

    /// <summary>How much more probable one of these failures is when the member is active than when it is not.</summary>
    public double Gain(FailureGroup group, int member) => Probability(group, member, states[member].Rate.Value) / Probability(group, member, 0);

    /// <summary>
    /// By how many nats one of these failures was more probable than by chance before any profile was fitted: little for what only a
    /// fitted profile explains, which may well be a second fault's.
    /// </summary>
    public double Foreseen(FailureGroup group)
    {
        var (total, clear) = (0.0, 1.0);
        for (var member = 0; member < states.Length; member++)
        {
            if (group.Touches(member))
            {
                var emission = states[member].Emission(group.Round);
                total += clear * emission * states[member].Profile.Usual(group.View, group.Symptom);
                clear *= 1 - emission;
            }
        }

        return Math.Log((total / chance[group.Symptom]) + clear);
    }

    private double Probability(FailureGroup group, int changed, double emission)
    {
        var (total, clear) = (0.0, 1.0);
        for (var member = 0; member < states.Length; member++)
        {
            if (group.Touches(member))
            {
                var each = member == changed ? emission : states[member].Emission(group.Round);
                total += clear * each * states[member].Profile.Of(group.View, group.Symptom);
                clear *= 1 - each;
            }
        }

        return total + (clear * chance[group.Symptom]);
    }
}
