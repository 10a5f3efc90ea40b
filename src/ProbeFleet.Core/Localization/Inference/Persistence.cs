namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Tells a fault from a blip: what one disturbance shorter than a round can cause is no accusation. Vantages do not probe at the same
/// second, so one disturbance may fall into two rounds; but it fits into a little more than one round's time, and does not fail one
/// path twice in its own turns. A share of the failures must lie beyond that, so that chance next to a blip makes no fault.
/// </summary>
internal static class Persistence
{
    public static bool[] Find(EvidenceMatrix evidence, Suspicion[] members, int[] makers, Thresholds thresholds)
    {
        var made = MadeBy(members.Length, makers);
        var lasting = new bool[members.Length];
        for (var member = 0; member < lasting.Length; member++)
        {
            lasting[member] = Lasts(made[member], evidence, thresholds)
                && StandsOut(made[member], members[member].Paths, evidence, thresholds.LeastShare);
        }

        return lasting;
    }

    /// <summary>Per member: the indexes of the failures that it made, earliest first.</summary>
    private static int[][] MadeBy(int members, int[] makers)
    {
        var counts = new int[members];
        foreach (var maker in makers)
        {
            if (maker >= 0)
            {
                counts[maker]++;
            }
        }

        var made = Array.ConvertAll(counts, count => new int[count]);
        for (var at = makers.Length - 1; at >= 0; at--)
        {
            if (makers[at] is >= 0 and var maker)
            {
                made[maker][--counts[maker]] = at;
            }
        }

        return made;
    }

    /// <summary>Whether it fails more of what meets it between its first failure and its last than chance alone might.</summary>
    private static bool StandsOut(int[] failures, int[] paths, EvidenceMatrix evidence, double least)
    {
        var most = failures.Length * ((1 / least) - 1);
        var (first, last) = (int.MaxValue, -1);
        foreach (var at in failures)
        {
            var round = evidence.Failures[at].Round;
            (first, last) = (Math.Min(first, round), Math.Max(last, round));
        }

        var passed = 0;
        foreach (var path in paths)
        {
            passed += evidence.PassedIn(path, first, last + 1);
        }

        return passed <= most;
    }

    /// <param name="failures">The failures that one member made, earliest first.</param>
    private static bool Lasts(int[] failures, EvidenceMatrix evidence, Thresholds thresholds)
    {
        if (thresholds.PersistentRounds <= 1)
        {
            return failures is not [];
        }

        var (all, round) = (evidence.Failures, evidence.RoundLength);
        var (from, most, window) = (0, 0, ((thresholds.PersistentRounds - 2 + thresholds.BlipRounds) * round).Ticks);
        for (var to = 0; to < failures.Length; to++)
        {
            while (all[failures[to]].At.UtcTicks - all[failures[from]].At.UtcTicks > window)
            {
                from++;
            }

            most = Math.Max(most, to - from + 1);
        }

        var (beyond, needed) = (failures.Length - most, Math.Max(failures.Length > 3 ? 2 : 1, thresholds.BeyondBlip * failures.Length));
        return beyond >= needed || beyond + Repeated(failures, evidence, thresholds) >= needed;
    }

    /// <summary>How many paths failed again within a window's time in a later turn of their own.</summary>
    private static int Repeated(int[] failures, EvidenceMatrix evidence, Thresholds thresholds)
    {
        var (soonest, latest) = (thresholds.TurnRounds * evidence.RoundLength, thresholds.BlipRounds * evidence.RoundLength);
        Dictionary<int, DateTimeOffset> before = [];
        HashSet<int> repeated = [];
        foreach (var at in failures)
        {
            var failure = evidence.Failures[at];
            if (before.TryGetValue(failure.Path, out var earlier) && failure.At - earlier > soonest && failure.At - earlier <= latest)
            {
                repeated.Add(failure.Path);
            }

            before[failure.Path] = failure.At;
        }

        return repeated.Count;
    }
}
