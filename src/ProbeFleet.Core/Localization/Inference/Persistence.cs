namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Tells a fault from a blip: what one disturbance shorter than a round can cause is no accusation. Vantages do not probe at the same
/// second, so one disturbance may fall into two rounds; but it fits into a little more than one round's time, and does not fail one
/// path twice in its own turns. A share of the failures must lie beyond that, so that chance next to a blip makes no fault.
/// </summary>
internal sealed class Persistence(EvidenceMatrix evidence, Thresholds thresholds)
{
    private const long Never = long.MaxValue;
    private const long Counted = long.MinValue;

    // Two arrays for all hypotheses: the failures by their makers, and per path when it failed last.
    private readonly int[] _made = new int[evidence.Failures.Length];
    private readonly long[] _failedAt = [.. Enumerable.Repeat(Never, evidence.Paths.Count)];

    /// <summary>Per member: whether its fault lasts.</summary>
    /// <param name="makers">Per failure: the member that made it; -1 for chance.</param>
    public bool[] Find(Suspicion[] members, int[] makers)
    {
        var ends = SortByMaker(members.Length, makers);
        var lasting = new bool[members.Length];
        for (var member = 0; member < lasting.Length; member++)
        {
            var made = _made.AsSpan((member == 0 ? 0 : ends[member - 1])..ends[member]);
            lasting[member] = Lasts(made) && StandsOut(made, members[member]);
        }

        return lasting;
    }

    /// <summary>Sorts the failures by the member that made them, each member's earliest first, and gives where each member's end.</summary>
    private int[] SortByMaker(int members, int[] makers)
    {
        var ends = new int[members];
        foreach (var maker in makers)
        {
            if (maker >= 0)
            {
                ends[maker]++;
            }
        }

        for (var (member, before) = (0, 0); member < members; member++)
        {
            (ends[member], before) = (before, before + ends[member]);
        }

        for (var at = 0; at < makers.Length; at++)
        {
            if (makers[at] is >= 0 and var maker)
            {
                _made[ends[maker]++] = at;
            }
        }

        return ends;
    }

    /// <summary>Whether it fails more of what meets it between its first failure and its last than chance alone might.</summary>
    private bool StandsOut(ReadOnlySpan<int> failures, Suspicion member)
    {
        var most = failures.Length * ((1 / thresholds.LeastShare) - 1);
        var (first, last) = (int.MaxValue, -1);
        foreach (var at in failures)
        {
            var round = evidence.Failures[at].Round;
            (first, last) = (Math.Min(first, round), Math.Max(last, round));
        }

        return member.PassedIn(evidence, first, last + 1) <= most;
    }

    /// <param name="failures">The failures that one member made, earliest first.</param>
    private bool Lasts(ReadOnlySpan<int> failures)
    {
        if (thresholds.PersistentRounds <= 1)
        {
            return failures.Length > 0;
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
        return beyond >= needed || beyond + Repeated(failures) >= needed;
    }

    /// <summary>How many paths failed again within a window's time in a later turn of their own.</summary>
    private int Repeated(ReadOnlySpan<int> failures)
    {
        var soonest = (thresholds.TurnRounds * evidence.RoundLength).Ticks;
        var latest = (thresholds.BlipRounds * evidence.RoundLength).Ticks;
        var repeated = 0;
        foreach (var at in failures)
        {
            var failure = evidence.Failures[at];
            ref var before = ref _failedAt[failure.Path];
            if (before is not (Never or Counted) && failure.At.UtcTicks - before is var pause && pause > soonest && pause <= latest)
            {
                repeated++;
                before = Counted;
            }
            else if (before is not Counted)
            {
                before = failure.At.UtcTicks;
            }
        }

        foreach (var at in failures)
        {
            _failedAt[evidence.Failures[at].Path] = Never;
        }

        return repeated;
    }
}
