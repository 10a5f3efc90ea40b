namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The observations of a window that are evidence, and their side looks, earliest first.</summary>
internal static class WindowEvidence
{
    public static List<Observation> Of(IncidentFile file)
    {
        List<Observation> seen = new(file.Results.Count);
        foreach (var result in file.Results.Select(Comparability.WithKnownFingerprint))
        {
            Take(result);
            foreach (var look in result.Beside ?? [])
            {
                Take(look.ToObservation(result));
            }
        }

        return InOrder(seen);

        void Take(Observation item)
        {
            if (item.StartedAt >= file.Window.From && item.StartedAt <= file.Window.To && Symptoms.IsEvidence(item))
            {
                seen.Add(item);
            }
        }
    }

    /// <summary>Earliest first; those of one instant by id.</summary>
    private static List<Observation> InOrder(List<Observation> seen)
    {
        var (times, order) = (new long[seen.Count], new int[seen.Count]);
        for (var at = 0; at < order.Length; at++)
        {
            (times[at], order[at]) = (seen[at].StartedAt.UtcTicks, at);
        }

        Array.Sort(times, order);
        for (var (from, to) = (0, 0); from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && times[to] == times[from];)
            {
                to++;
            }

            order.AsSpan(from, to - from).Sort((one, other) =>
                string.CompareOrdinal(seen[one].Id, seen[other].Id) is not 0 and var byId ? byId : one.CompareTo(other));
        }

        return [.. order.Select(at => seen[at])];
    }
}
