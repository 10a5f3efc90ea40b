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
        var made = Enumerable.Range(0, members.Length).Select(_ => new List<EvidenceMatrix.Failure>()).ToArray();
        for (var at = 0; at < makers.Length; at++)
        {
            if (makers[at] >= 0)
            {
                made[makers[at]].Add(evidence.Failures[at]);
            }
        }

        return [.. made.Select((failures, member) => Lasts(failures, evidence.RoundLength, thresholds)
            && StandsOut(failures, members[member].Paths, evidence, thresholds.LeastShare))];
    }

    /// <summary>Whether it fails more of what meets it between its first failure and its last than chance alone might.</summary>
    private static bool StandsOut(
        List<EvidenceMatrix.Failure> failures, int[] paths, EvidenceMatrix evidence, double least)
    {
        var most = failures.Count * ((1 / least) - 1);
        if (paths.Sum(path => evidence.PassedOf[path]) <= most)
        {
            return true;
        }

        var (first, last) = (failures.Min(failure => failure.Round), failures.Max(failure => failure.Round));
        var passed = 0;
        foreach (var path in paths)
        {
            foreach (var count in evidence.Passed[path][first..(last + 1)])
            {
                passed += count;
            }
        }

        return passed <= most;
    }

    /// <param name="failures">The failures that one member made, earliest first.</param>
    private static bool Lasts(List<EvidenceMatrix.Failure> failures, TimeSpan round, Thresholds thresholds)
    {
        if (thresholds.PersistentRounds <= 1)
        {
            return failures is not [];
        }

        var (from, most, window) = (0, 0, ((thresholds.PersistentRounds - 2 + thresholds.BlipRounds) * round).Ticks);
        for (var to = 0; to < failures.Count; to++)
        {
            while (failures[to].At.UtcTicks - failures[from].At.UtcTicks > window)
            {
                from++;
            }

            most = Math.Max(most, to - from + 1);
        }

        var (beyond, needed) = (failures.Count - most, Math.Max(failures.Count > 3 ? 2 : 1, thresholds.BeyondBlip * failures.Count));
        return beyond >= needed || beyond + Repeated(failures, round, thresholds) >= needed;
    }

    /// <summary>How many paths failed again within a window's time in a later turn of their own.</summary>
    private static int Repeated(List<EvidenceMatrix.Failure> failures, TimeSpan round, Thresholds thresholds) =>
        failures.GroupBy(failure => failure.Path).Count(path =>
            path.Zip(path.Skip(1)).Any(pair => pair.Second.At - pair.First.At > thresholds.TurnRounds * round
                && pair.Second.At - pair.First.At <= thresholds.BlipRounds * round));
}
