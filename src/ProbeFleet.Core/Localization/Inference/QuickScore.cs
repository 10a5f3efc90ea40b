using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>A cheap estimate of how much a component would explain of what a hypothesis leaves: decides which are worth a full score.</summary>
internal sealed class QuickScore
{
    private readonly EvidenceMatrix _evidence;
    private readonly LocalizerSettings _settings;
    private readonly double[][] _gain;
    private readonly Suspicion[] _suspicions;
    private readonly int[] _touched;

    public QuickScore(EvidenceMatrix evidence, LocalizerSettings settings, SymptomTable table)
    {
        _evidence = evidence;
        _settings = settings;
        _gain = [.. Enum.GetValues<ComponentKind>().Select(kind => GainsOf(kind, settings, table))];
        _suspicions = [.. Enumerable.Range(0, evidence.Components.Count).Select(component => Suspicion.Of(evidence, component))];
        _touched = [.. Enumerable.Range(0, evidence.Components.Count)
            .Where(component => evidence.PathsOf[component].Any(path => evidence.FailuresOf[path].Length > 0))];
    }

    /// <summary>The best explainers of what is left, best first.</summary>
    /// <param name="unexplained">Per failure: how much of it is left.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<Suspicion> Best(double[] unexplained, int count)
    {
        // The gain alone bounds the score from above: once it falls below the scores that are already found, nothing better follows.
        PriorityQueue<int, double> best = new();
        foreach (var (component, gain) in _touched.Select(component => (component, Gain: GainOf(component, unexplained)))
            .Where(item => item.Gain > 0).OrderByDescending(item => item.Gain))
        {
            if (best.Count >= count && best.TryPeek(out _, out var worst) && gain <= worst)
            {
                break;
            }

            if (Estimate(component, gain, unexplained) is > 0 and var score)
            {
                best.Enqueue(component, score);
                if (best.Count > count)
                {
                    best.Dequeue();
                }
            }
        }

        return [.. best.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => _suspicions[item.Element].Key, StringComparer.Ordinal)
            .Select(item => _suspicions[item.Element])];
    }

    /// <summary>The components all of whose paths are among these.</summary>
    public IEnumerable<Suspicion> Within(IReadOnlySet<int> paths) =>
        _touched.Where(component => _evidence.PathsOf[component].All(paths.Contains)).Select(component => _suspicions[component]);

    private double GainOf(int component, double[] unexplained)
    {
        var gains = _gain[(int)_evidence.Components[component].Kind];
        var gain = 0.0;
        foreach (var path in _evidence.PathsOf[component])
        {
            var view = _evidence.View[path] * Symptoms.Count;
            foreach (var at in _evidence.FailuresOf[path])
            {
                gain += gains[view + _evidence.Failures[at].Symptom] * unexplained[at];
            }
        }

        return gain;
    }

    private double Estimate(int component, double gain, double[] unexplained)
    {
        var gains = _gain[(int)_evidence.Components[component].Kind];
        Span<double> active = stackalloc double[_evidence.Rounds];
        active.Clear();
        var failures = 0.0;
        foreach (var path in _evidence.PathsOf[component])
        {
            var view = _evidence.View[path] * Symptoms.Count;
            foreach (var at in _evidence.FailuresOf[path])
            {
                var failure = _evidence.Failures[at];
                if (gains[view + failure.Symptom] > 0)
                {
                    failures += unexplained[at];
                    active[failure.Round] += unexplained[at];
                }
            }
        }

        return failures < .3 ? 0 : gain - PassedCost(component, active, failures);
    }

    private double PassedCost(int component, ReadOnlySpan<double> active, double failures)
    {
        var passed = 0;
        foreach (var path in _evidence.PathsOf[component])
        {
            passed += PassedWhileActive(path, active);
        }

        var rate = Math.Clamp(failures / (failures + passed), .02, .98);
        var (survives, cap) = (-Math.Log(1 - rate), _settings.UntouchedPathCost / _settings.Tempering);
        var cost = -failures * Math.Log(rate);
        foreach (var path in _evidence.PathsOf[component])
        {
            var each = PassedWhileActive(path, active) * survives;
            cost += _evidence.FailuresOf[path] is [] ? Math.Min(each, cap) : each;
        }

        return cost;
    }

    private int PassedWhileActive(int path, ReadOnlySpan<double> active)
    {
        var passed = 0;
        for (var round = 0; round < active.Length; round++)
        {
            if (active[round] > .3)
            {
                passed += _evidence.Passed[(path * active.Length) + round];
            }
        }

        return passed;
    }

    private static double[] GainsOf(ComponentKind kind, LocalizerSettings settings, SymptomTable table)
    {
        var misleading = SymptomTable.MisleadingShare(kind) * settings.Misleading;
        var possible = table.Possible(kind);
        var share = 1.0 / possible.Count(can => can);
        var gains = new double[SymptomTable.Views * Symptoms.Count];
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                var profile = possible[symptom]
                    ? ((1 - misleading) * table.Typical(kind, view)[symptom]) + (misleading * share)
                    : 0;
                gains[(view * Symptoms.Count) + symptom] =
                    Math.Max(0, Math.Log(Math.Max(profile, 1e-12) / (settings.Background * table.Background[symptom])));
            }
        }

        return gains;
    }
}
