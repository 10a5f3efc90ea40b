namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Counts what a fault spares although it crosses it. What sits at the vantage can spare a whole route (a proxy's policy, a trust store
/// and one provider's chain), what sits at the provider a whole vantage: that is one surprise, not one per path. "All but these" and
/// "only these" are told by the shorter list.
/// </summary>
internal static class UntouchedPathCount
{
    public static int Count(EvidenceMatrix evidence, Suspicion[] members, TouchedPaths paths, UntouchedPaths untouched, FitScratch scratch)
    {
        if (!untouched.IsUntouched.Contains(true))
        {
            return 0;
        }

        var (isUntouched, isCounted, cells) = (scratch.IsSpared, scratch.IsCounted, scratch.Cells);
        Array.Clear(isUntouched);
        Array.Clear(isCounted);
        Array.Clear(cells);
        for (var at = 0; at < paths.Count; at++)
        {
            isUntouched[paths[at]] = untouched.IsUntouched[at];
        }

        return members.Index().Sum(member => Count(evidence, member.Item, isUntouched, isCounted, cells, member.Index + 1));
    }

    /// <param name="cells">Per cell of vantage and route: the number of the last member that spares it.</param>
    private static int Count(
        EvidenceMatrix evidence, Suspicion member, bool[] isUntouched, bool[] isCounted, int[] cells, int number)
    {
        var groups = IsAtVantage(member.Component.Kind) ? evidence.Routes : evidence.Vantages;
        var (isThere, isTouched) = (new bool[groups.Names.Count], new bool[groups.Names.Count]);
        var sparedIn = new int[groups.Names.Count];
        foreach (var path in member.Paths)
        {
            var group = groups.Of[path];
            isThere[group] = true;
            isTouched[group] |= !isUntouched[path];
            if (isUntouched[path] && !isCounted[path])
            {
                ref var cell = ref cells[(evidence.Vantages.Of[path] * evidence.Routes.Names.Count) + evidence.Routes.Of[path]];
                sparedIn[group] += cell == number ? 0 : 1;
                (cell, isCounted[path]) = (number, true);
            }
        }

        var (whole, touched, spared) = (0, 0, 0);
        for (var group = 0; group < isThere.Length; group++)
        {
            if (sparedIn[group] > 0 && !isTouched[group])
            {
                whole++;
            }
            else if (isThere[group])
            {
                touched++;
                spared += sparedIn[group];
            }
        }

        return spared + Math.Min(whole, touched);
    }

    private static bool IsAtVantage(ComponentKind kind) =>
        kind is ComponentKind.Dns or ComponentKind.Egress or ComponentKind.Proxy or ComponentKind.TrustStore;
}
