using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Baselines;

/// <summary>
/// As uptime tools do it: enough vantages fail a route, blame the route; enough of a vantage's routes fail, blame the vantage.
/// </summary>
internal static class QuorumRule
{
    private static readonly ComponentKind[] AtVantage =
        [ComponentKind.Dns, ComponentKind.Egress, ComponentKind.Proxy, ComponentKind.TrustStore];

    public static Prediction Judge(BaselineEvidence evidence, double share)
    {
        List<(double Share, int Component)> blamed = [];
        foreach (var group in Groups(evidence, path => path.Vantage.ToString()))
        {
            Blame(evidence, group, share, atVantage: true, blamed);
        }

        foreach (var group in Groups(evidence, path => path.Route.ToString()))
        {
            Blame(evidence, group, share, atVantage: false, blamed);
        }

        return evidence.Accuse(blamed.OrderByDescending(item => item.Share).Select(item => item.Component));
    }

    private static IEnumerable<List<int>> Groups(BaselineEvidence evidence, Func<ProbedPath, string> key) =>
        Enumerable.Range(0, evidence.Matrix.Paths.Count).GroupBy(path => key(evidence.Matrix.Paths[path])).Select(group => group.ToList());

    private static void Blame(BaselineEvidence evidence, List<int> paths, double share, bool atVantage, List<(double, int)> blamed)
    {
        var bad = paths.Where(path => evidence.IsBad(path, .3)).ToList();
        if (bad is [] || bad.Count < share * paths.Count)
        {
            return;
        }

        var symptom = evidence.CommonSymptom(bad);
        var candidates = evidence.Matrix.Crossed[bad[0]].Where(
            component => AtVantage.Contains(evidence.Matrix.Components[component].Kind) == atVantage).ToList();
        var component = candidates.MaxBy(item => evidence.Typed
            ? SymptomTable.Default.Typical(evidence.Matrix.Components[item].Kind, evidence.Matrix.View[bad[0]])[symptom]
            : evidence.Matrix.Components[item].Kind is ComponentKind.Front or ComponentKind.Egress ? 1 : 0);
        blamed.Add(((double)bad.Count / paths.Count, component));
    }
}
