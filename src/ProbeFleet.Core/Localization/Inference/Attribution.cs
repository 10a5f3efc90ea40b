namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The E-step: each failure is shared among the members on its path and chance, as probably as each makes it.</summary>
internal sealed class Attribution
{
    private readonly FailureGroups _groups;
    private readonly double[] _chance;
    private readonly double[] _total;

    public Attribution(FailureGroups groups, double[] chance, int members, int rounds)
    {
        (_groups, _chance) = (groups, chance);
        Symptoms = new Grid<double>[members];
        for (var member = 0; member < members; member++)
        {
            Symptoms[member] = new(SymptomTable.Views, Localization.Symptoms.Count);
        }

        (Failed, LetThrough) = (new(members, rounds), new(members, rounds));
        var count = groups.All.Length;
        (Unexplained, Makers, _total) = (new double[count], new int[count], new double[count]);
    }

    /// <summary>Per member: its failures per view and symptom.</summary>
    public Grid<double>[] Symptoms { get; }

    /// <summary>Per member and round: its failures.</summary>
    public Grid<double> Failed { get; }

    /// <summary>Per member and round: failures made behind it, which are trials that it let through.</summary>
    public Grid<double> LetThrough { get; }

    /// <summary>Per group: how probable it is that no member made its failures.</summary>
    public double[] Unexplained { get; }

    /// <summary>Per group: the member that most probably made its failures; -1 for chance.</summary>
    public int[] Makers { get; }

    /// <summary>Shares the failures anew, among these faults.</summary>
    public void Share(Fault[] faults)
    {
        Failed.Clear();
        LetThrough.Clear();
        foreach (var counts in Symptoms)
        {
            counts.Clear();
        }

        var all = _groups.All;
        Span<double> share = stackalloc double[faults.Length];
        for (var at = 0; at < all.Length; at++)
        {
            ref readonly var group = ref all[at];
            var byChance = PathWalk.Share(group, faults, _chance, share);
            var sum = 0.0;
            foreach (var each in share)
            {
                sum += each;
            }

            var total = byChance + sum;
            _total[at] = total;
            Unexplained[at] = byChance / total;
            Makers[at] = MakerOf(share, byChance);
            Take(group, share, byChance, total);
        }
    }

    /// <summary>The failures' log-likelihood in nats, against chance alone.</summary>
    public double Likelihood()
    {
        var all = _groups.All;
        var sum = 0.0;
        for (var at = 0; at < all.Length; at++)
        {
            sum += all[at].Count * Math.Log(_total[at] / _chance[all[at].Symptom]);
        }

        return sum;
    }

    private void Take(in FailureGroup group, ReadOnlySpan<double> share, double byChance, double total)
    {
        var behind = byChance;
        for (var at = group.Members.Length - 1; at >= 0; at--)
        {
            var member = group.Members[at];
            var count = group.Count * share[member] / total;
            Symptoms[member][group.View, group.Symptom] += count;
            Failed[member, group.Round] += count;
            LetThrough[member, group.Round] += group.Count * behind / total;
            behind += share[member];
        }
    }

    private static int MakerOf(ReadOnlySpan<double> share, double byChance)
    {
        var (maker, most) = (-1, byChance);
        for (var member = 0; member < share.Length; member++)
        {
            if (share[member] > most)
            {
                (maker, most) = (member, share[member]);
            }
        }

        return maker;
    }
}
