using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Counts what a fault spares although it crosses it. What sits at the vantage can spare a whole route (a proxy's policy, a trust store
/// and one provider's chain), what sits at the provider a whole vantage: that is one surprise, not one per path. "All but these" and "only these" are told
/// by the shorter list.
/// </summary>
internal static class Spared
{
    public static int Count(EvidenceMatrix evidence, Suspicion[] members, List<int> paths, bool[] untouched)
    {
        if (!untouched.Contains(true))
        {
            return 0;
        }

        var set = paths.Where((_, at) => untouched[at]).ToHashSet();
        HashSet<int> counted = [];
        var spared = 0;
        foreach (var member in members)
        {
            var (whole, touched) = (0, 0);
            foreach (var group in member.Paths.GroupBy(path => KeyOf(evidence.Cells[path], member.Component.Kind)))
            {
                var left = group.Where(path => set.Contains(path) && !counted.Contains(path)).ToList();
                if (left is [] || !group.All(set.Contains))
                {
                    touched++;
                    spared += left.Select(path => evidence.Cells[path]).Distinct().Count();
                }
                else
                {
                    whole++;
                }

                counted.UnionWith(left);
            }

            spared += Math.Min(whole, touched);
        }

        return spared;
    }

    private static int KeyOf((int Vantage, int Route) cell, ComponentKind kind) =>
        kind is ComponentKind.Dns or ComponentKind.Egress or ComponentKind.Proxy or ComponentKind.TrustStore
            ? cell.Route
            : cell.Vantage;
}
