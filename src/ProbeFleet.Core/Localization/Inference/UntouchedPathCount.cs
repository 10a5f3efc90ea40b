namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Counts what a fault spares although it crosses it. What sits at the vantage can spare a whole route (a proxy's policy, a trust store
/// and one provider's chain), what sits at the provider a whole vantage: that is one surprise, not one per path. "All but these" and
/// "only these" are told by the shorter list.
/// </summary>
internal static class UntouchedPathCount
{
    public static int Count(EvidenceMatrix evidence, Suspicion[] members, TouchedPaths paths, UntouchedPaths untouched)
    {
        if (!untouched.IsUntouched.Contains(true))
        {
            return 0;
        }

        var (isUntouched, isCounted) = (new bool[evidence.Paths.Count], new bool[evidence.Paths.Count]);
        for (var at = 0; at < paths.Count; at++)
        {
            isUntouched[paths[at]] = untouched.IsUntouched[at];
        }

        return members.Sum(member => Count(evidence, member, isUntouched, isCounted));
    }

    private static int Count(EvidenceMatrix evidence, Suspicion member, bool[] isUntouched, bool[] isCounted)
    {
        var groups = IsAtVantage(member.Component.Kind) ? evidence.Routes : evidence.Vantages;
        var (isThere, isTouched) = (new bool[groups.Names.Count], new bool[groups.Names.Count]);
        var cells = new HashSet<int>?[groups.Names.Count];
        foreach (var path in member.Paths)
        {
            var group = groups.Of[path];
            isThere[group] = true;
            isTouched[group] |= !isUntouched[path];
            if (isUntouched[path] && !isCounted[path])
            {
                (cells[group] ??= []).Add((evidence.Vantages.Of[path] * evidence.Routes.Names.Count) + evidence.Routes.Of[path]);
                isCounted[path] = true;
            }
        }

        var (whole, touched, spared) = (0, 0, 0);
        for (var group = 0; group < isThere.Length; group++)
        {
            if (cells[group] is { } left && !isTouched[group])
            {
                whole++;
            }
            else if (isThere[group])
            {
                touched++;
                spared += cells[group]?.Count ?? 0;
            }
        }

        return spared + Math.Min(whole, touched);
    }

    private static bool IsAtVantage(ComponentKind kind) =>
        kind is ComponentKind.Dns or ComponentKind.Egress or ComponentKind.Proxy or ComponentKind.TrustStore;
}
