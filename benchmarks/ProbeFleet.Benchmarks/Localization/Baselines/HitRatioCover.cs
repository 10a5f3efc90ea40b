namespace ProbeFleet.Benchmarks.Localization.Baselines;

/// <summary>SCORE (Kompella 2005): among components most of whose paths failed, greedily take the one that covers most failures.</summary>
internal static class HitRatioCover
{
    public static Prediction Judge(BaselineEvidence evidence, double ratio)
    {
        var matrix = evidence.Matrix;
        var left = Enumerable.Range(0, matrix.Failures.Length).ToHashSet();
        List<int> blamed = [];
        while (true)
        {
            var best = Enumerable.Range(0, matrix.Components.Count).Where(component => !blamed.Contains(component))
                .Select(component =>
                    (Component: component, Hit: HitRatio(evidence, component), Covered: Covered(evidence, component, left)))
                .Where(item => item.Hit >= ratio && item.Covered.Count >= 3)
                .OrderByDescending(item => item.Covered.Count).ThenByDescending(item => item.Hit)
                .ThenBy(item => matrix.Components[item.Component].Name, StringComparer.Ordinal).FirstOrDefault();
            if (best.Covered is null || blamed.Count >= 5)
            {
                return evidence.Accuse(blamed);
            }

            blamed.Add(best.Component);
            left.ExceptWith(best.Covered);
        }
    }

    private static double HitRatio(BaselineEvidence evidence, int component)
    {
        var paths = evidence.Matrix.PathsOf[component];
        return (double)paths.Count(
            path => evidence.FailuresOf(path).Count(failure => evidence.IsFitting(component, failure)) >= 2) / paths.Length;
    }

    private static List<int> Covered(BaselineEvidence evidence, int component, HashSet<int> left) =>
        [.. evidence.Matrix.PathsOf[component].SelectMany(path => evidence.Matrix.FailuresOf[path])
            .Where(at => left.Contains(at) && evidence.IsFitting(component, evidence.Matrix.Failures[at]))];
}
