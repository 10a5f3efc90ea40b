namespace ProbeFleet.Core.Localization.Inference;

/// <summary>What may explain what a hypothesis leaves.</summary>
internal sealed class Explainers(EvidenceMatrix evidence, LocalizerParameters parameters, SymptomTable table)
{
    private readonly QuickScore _quick = new(evidence, parameters, table);

    // Several moves ask what the same set leaves.
    private readonly Dictionary<(string Key, int Count), List<Suspicion>> _found = [];
    private readonly double[] _nothing = new double[evidence.Failures.Length];
    private readonly double[] _everything = [.. Enumerable.Repeat(1.0, evidence.Failures.Length)];

    /// <summary>The best explainers of what it leaves, and "something undeclared" on all its <see cref="LeftPaths"/>.</summary>
    public IReadOnlyList<Suspicion> Find(Hypothesis parent, int count) =>
        _found.TryGetValue((parent.Key, count), out var known) ? known : _found[(parent.Key, count)] = FindAnew(parent, count);

    private List<Suspicion> FindAnew(Hypothesis parent, int count)
    {
        List<Suspicion> found = [.. _quick.Best(parent, new(parent.Unexplained.Value, _nothing), count)];
        if (!parent.HasOther && LeftPaths(parent) is { Length: > 0 } left)
        {
            var (once, perCell) = parameters.Priors.OtherCost;
            found.Add(new("other", Component.Other, left, once + (perCell * CellsOf(left).Count())) { OneFace = 1 });
        }

        return found;
    }

    /// <summary>The best explainers of what it explains only with profiles that were fitted to it.</summary>
    public IReadOnlyList<Suspicion> Hidden(Hypothesis parent) =>
        _quick.Best(parent, new(_everything, parent.Foreseen.Value), parameters.Search.HiddenExtensions);

    /// <summary>Components of one kind all of whose paths it leaves failing.</summary>
    public IEnumerable<IReadOnlyList<Suspicion>> Alike(Hypothesis parent) => _quick.Within(LeftPaths(parent).ToHashSet())
        .GroupBy(member => member.Component.Kind).Where(kind => kind.Count() > 1 && Scope.HasCommonCauses(kind.Key))
        .Select(kind => kind.ToArray());

    /// <summary>
    /// The paths on which it leaves failures in several rounds; but for those of another fingerprint, whose difference is no secret.
    /// </summary>
    public int[] LeftPaths(Hypothesis parent)
    {
        List<int> left = [];
        var unexplained = parent.Unexplained.Value;
        for (var path = 0; path < evidence.FailuresOf.Length; path++)
        {
            if (evidence.Paths[path].IsApart)
            {
                continue;
            }

            var first = -1;
            foreach (var at in evidence.FailuresOf[path])
            {
                if (unexplained[at] <= .5)
                {
                    continue;
                }

                if (first >= 0 && first != evidence.Failures[at].Round)
                {
                    left.Add(path);
                    break;
                }

                first = evidence.Failures[at].Round;
            }
        }

        return [.. left];
    }

    /// <summary>The cells of vantage and route that paths belong to.</summary>
    public IEnumerable<(VantageName Vantage, RouteName Route)> CellsOf(int[] paths) =>
        paths.Select(path => (evidence.Paths[path].Vantage, evidence.Paths[path].Route)).Distinct();
}
