namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The E-step: each failure is shared among the members on its path and chance, as probably as each makes it.</summary>
internal sealed class Attribution
{
    private readonly FailureGroups _groups;
    private readonly PathWalk _walk;
    private readonly double[] _total;

    public Attribution(FailureGroups groups, PathWalk walk, int members, int rounds)
    {
        (_groups, _walk) = (groups, walk);
        (Looks, Failed, LetThrough) = (new(members, groups.Looks.Length), new(members, rounds), new(members, rounds));
        var count = groups.All.Length;
        (Unexplained, Makers, _total) = (new double[count], new int[count], new double[count]);
    }

    /// <summary>Per member and look: its failures.</summary>
    public Grid<double> Looks { get; }

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
        _walk.Take(faults);
        Failed.Clear();
        LetThrough.Clear();
        Looks.Clear();
        var all = _groups.All;
        Span<double> share = stackalloc double[faults.Length];
        for (var at = 0; at < all.Length; at++)
        {
            ref readonly var group = ref all[at];
            var byChance = _walk.Share(group, share);
            var sum = 0.0;
            foreach (var member in group.Members)
            {
                sum += share[member];
            }

            var total = byChance + sum;
            _total[at] = total;
            Unexplained[at] = byChance / total;
            Makers[at] = MakerOf(group, share, byChance);
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
            sum += all[at].Count * Math.Log(_total[at] / _walk.Chance(all[at]));
        }

        return sum;
    }

    private void Take(in FailureGroup group, ReadOnlySpan<double> share, double byChance, double total)
    {
        var behind = byChance;
        var each = group.Count / total;
        for (var at = group.Members.Length - 1; at >= 0; at--)
        {
            var member = group.Members[at];
            var count = each * share[member];
            Looks[member, group.Look] += count;
            Failed[member, group.Round] += count;
            LetThrough[member, group.Round] += each * behind;
            behind += share[member];
        }
    }

    private static int MakerOf(in FailureGroup group, ReadOnlySpan<double> share, double byChance)
    {
        var (maker, most) = (-1, byChance);
        foreach (var member in group.Members)
        {
            if (share[member] > most)
            {
                (maker, most) = (member, share[member]);
            }
        }

        return maker;
    }
}
