namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Tells a fault from a blip: what one disturbance shorter than a round can cause is no accusation. Vantages do not probe at the same
/// second, so one disturbance may fall into two rounds; it cannot fail the same path twice in its own turns.
/// </summary>
internal static class Persistence
{
    public static bool[] Of(EvidenceMatrix evidence, IReadOnlyList<Suspicion> members, int[] makers, int rounds) =>
        [.. members.Select((member, index) => Lasts(evidence, member.Paths, at => makers[at] == index, rounds))];

    private static bool Lasts(EvidenceMatrix evidence, int[] paths, Func<int, bool> isMade, int rounds)
    {
        var (first, last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        var apart = (rounds - 1.5) * evidence.RoundLength;
        foreach (var path in paths)
        {
            var (pathFirst, pathLast) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
            foreach (var at in evidence.FailuresOf[path])
            {
                if (isMade(at))
                {
                    var failedAt = evidence.Failures[at].At;
                    pathFirst = failedAt < pathFirst ? failedAt : pathFirst;
                    pathLast = failedAt > pathLast ? failedAt : pathLast;
                }
            }

            if (pathLast - pathFirst > apart || rounds <= 1)
            {
                return true;
            }

            (first, last) = (pathFirst < first ? pathFirst : first, pathLast > last ? pathLast : last);
        }

        return last - first > (rounds - .7) * evidence.RoundLength;
    }
}
