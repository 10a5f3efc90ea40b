namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Tells a fault from a blip: what one disturbance shorter than a round can cause is no accusation. Vantages do not probe at the same
/// second, so one disturbance may fall into two rounds; it cannot fail the same path twice in its own turns.
/// </summary>
internal static class Persistence
{
    public static bool[] Of(EvidenceMatrix evidence, IReadOnlyList<Suspicion> members, MemberState[] states, double[] unexplained, int rounds) =>
        [.. members.Select((member, index) => Lasts(evidence, member, states[index], unexplained, rounds))];

    private static bool Lasts(EvidenceMatrix evidence, Suspicion member, MemberState state, double[] unexplained, int rounds)
    {
        var (first, last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        var apart = (rounds - 1.5) * evidence.RoundLength;
        foreach (var path in member.Paths)
        {
            var (pathFirst, pathLast) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
            foreach (var at in evidence.FailuresOf[path])
            {
                var failure = evidence.Failures[at];
                if (unexplained[at] < .5 && state.Active[failure.Round] > .5 && state.Profile(evidence.View[path], failure.Symptom) > 1e-6)
                {
                    pathFirst = failure.At < pathFirst ? failure.At : pathFirst;
                    pathLast = failure.At > pathLast ? failure.At : pathLast;
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
