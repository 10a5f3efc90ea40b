namespace ProbeFleet.Benchmarks.Localization.Baselines;

/// <summary>
/// SCFS (Duffield 2006) and Tomo (NetDiagnoser, 2007): clear everything on a working path, then cover the failed paths greedily.
/// </summary>
internal static class SmallestConsistentSet
{
    public static Prediction Judge(BaselineEvidence evidence, double share)
    {
        var matrix = evidence.Matrix;
        var left = Enumerable.Range(0, matrix.Paths.Count).Where(path => evidence.IsBad(path, share)).ToHashSet();
        var cleared = Enumerable.Range(0, matrix.Paths.Count).Where(path => evidence.Seen[path] > 1 && matrix.FailuresOf[path].Length == 0)
            .SelectMany(path => matrix.Crossed[path]).ToHashSet();
        List<int> blamed = [];
        while (left.Count > 0)
        {
            var best = Enumerable.Range(0, matrix.Components.Count).Where(component => !cleared.Contains(component))
                .Select(component => (Component: component, Covered: matrix.PathsOf[component].Where(
                    path => left.Contains(path) && Explains(evidence, component, path)).ToList()))
                .OrderByDescending(item => item.Covered.Count).ThenBy(
                    item => matrix.Components[item.Component].Name, StringComparer.Ordinal)
                .FirstOrDefault(item => item.Covered.Count > 0);
            if (best.Covered is null)
            {
                break;
            }

            blamed.Add(best.Component);
            left.ExceptWith(best.Covered);
        }

        return evidence.Accuse(blamed);
    }

    private static bool Explains(BaselineEvidence evidence, int component, int path) =>
        evidence.FailuresOf(path).Count(failure => evidence.IsFitting(component, failure)) * 2 >= evidence.Matrix.FailuresOf[path].Length;
}
