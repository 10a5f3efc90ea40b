namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// How a probe walks its path: past each member in order, until one fails it; a probe that passes them all may still fail by chance.
/// With emissions e and shares p of a symptom, member i makes it with Π(1 − e before i) · e_i · p_i, chance with Π(1 − e) · chance.
/// What a member lets through, the next one can fail: so an earlier fault hides a later one, and is itself known from what it let through.
/// </summary>
internal sealed class PathWalk
{
    private readonly Grid<double> _emissions;
    private readonly Grid<double> _whileActive;
    private readonly Grid<double> _shares;
    private readonly double[] _chance;

    /// <param name="chance">Per symptom: how probable it is by chance.</param>
    /// <param name="looks">The looks that failures have.</param>
    public PathWalk(int members, int rounds, double[] chance, int[] looks)
    {
        (_emissions, _whileActive, _shares) = (new(members, rounds), new(members, rounds), new(members, looks.Length));
        _chance = Array.ConvertAll(looks, look => chance[look % Symptoms.Count]);
    }

    /// <summary>Takes the faults as the members are now.</summary>
    public void Take(Fault[] faults)
    {
        for (var member = 0; member < faults.Length; member++)
        {
            Take(member, faults[member]);
        }
    }

    /// <summary>Takes the fault as one member is now.</summary>
    public void Take(int member, Fault fault)
    {
        var emissions = _emissions[member];
        var active = _whileActive[member];
        for (var round = 0; round < emissions.Length; round++)
        {
            active[round] = fault.WhileActive(round);
            emissions[round] = fault.Course.Active(round) * active[round];
        }

        fault.Profile.Shares.CopyTo(_shares[member]);
    }

    /// <summary>How probable it is that chance makes one of these failures where nothing else does.</summary>
    public double Chance(in FailureGroup group) => _chance[group.Look];

    /// <summary>How probable it is that the member fails a probe, per round.</summary>
    public ReadOnlySpan<double> Emissions(int member) => _emissions[member];

    /// <summary>How probable it is that the member fails a probe while it is active, per round.</summary>
    public ReadOnlySpan<double> WhileActive(int member) => _whileActive[member];

    /// <summary>Per member: how probable it is that it makes one of these failures.</summary>
    /// <returns>How probable it is that chance does.</returns>
    public double Share(in FailureGroup group, Span<double> share)
    {
        share.Clear();
        var clear = 1.0;
        foreach (var member in group.Members)
        {
            var emission = _emissions[member, group.Round];
            share[member] = clear * emission * _shares[member, group.Look];
            clear *= 1 - emission;
        }

        return clear * _chance[group.Look];
    }

    /// <summary>How much more probable one of these failures is when the member is active than when it is not.</summary>
    public double Gain(in FailureGroup group, int member)
    {
        var (on, clearOn, off, clearOff) = (0.0, 1.0, 0.0, 1.0);
        foreach (var each in group.Members)
        {
            var (share, changes) = (_shares[each, group.Look], each == member);
            var emission = changes ? _whileActive[each, group.Round] : _emissions[each, group.Round];
            on += clearOn * emission * share;
            clearOn *= 1 - emission;
            emission = changes ? 0 : emission;
            off += clearOff * emission * share;
            clearOff *= 1 - emission;
        }

        var byChance = _chance[group.Look];
        return (on + (clearOn * byChance)) / (off + (clearOff * byChance));
    }

    /// <summary>By how many nats one of these failures is more probable than by chance.</summary>
    public double Foreseen(in FailureGroup group)
    {
        var (total, clear) = (0.0, 1.0);
        foreach (var member in group.Members)
        {
            var emission = _emissions[member, group.Round];
            total += clear * emission * _shares[member, group.Look];
            clear *= 1 - emission;
        }

        return Math.Log((total / _chance[group.Look]) + clear);
    }
}
