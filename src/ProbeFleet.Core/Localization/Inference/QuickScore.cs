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
    private readonly double[] _nothing;
    private readonly double[] _everything;

    public QuickScore(EvidenceMatrix evidence, LocalizerSettings settings, SymptomTable table)
    {
        _evidence = evidence;
        _settings = settings;
        _gain = [.. Enum.GetValues<ComponentKind>().Select(kind => GainsOf(kind, settings, table))];
        _suspicions = [.. Enumerable.Range(0, evidence.Components.Count).Select(component => Suspicion.Of(evidence, component))];
        _touched = [.. Enumerable.Range(0, evidence.Components.Count)
            .Where(component => evidence.PathsOf[component].Any(path => evidence.FailuresOf[path].Length > 0))];
        _nothing = new double[evidence.Failures.Length];
        _everything = [.. Enumerable.Repeat(1.0, evidence.Failures.Length)];
    }

    /// <summary>The best explainers of what a hypothesis leaves, best first; none of its own members.</summary>
    public IReadOnlyList<Suspicion> Left(Hypothesis parent, int count) => Best(parent, new(parent.Unexplained, _nothing), count);

    /// <summary>
    /// The best explainers of what a hypothesis explains only with profiles that it fitted to it: faults that may hide behind its members.
    /// </summary>
    public IReadOnlyList<Suspicion> Hidden(Hypothesis parent, int count) => Best(parent, new(_everything, parent.Foreseen), count);

    /// <summary>The components all of whose paths are among these.</summary>
    public IEnumerable<Suspicion> Within(IReadOnlySet<int> paths) =>
        _touched.Where(component => _evidence.PathsOf[component].All(paths.Contains)).Select(component => _suspicions[component]);

    /// <param name="Open">Per failure: how much of it is to be explained.</param>
    /// <param name="Foreseen">Per failure: the nats by which it is explained already.</param>
    private readonly record struct Target(double[] Open, double[] Foreseen);

    private IReadOnlyList<Suspicion> Best(Hypothesis parent, Target target, int count)
    {
        // The gain alone bounds the score from above: once it falls below the scores that are already found, nothing better follows.
        PriorityQueue<int, double> best = new();
        var members = parent.Members.Select(member => member.Component).ToHashSet();
        foreach (var (component, gain) in _touched.Where(component => !members.Contains(_evidence.Components[component]))
            .Select(component => (component, Gain: GainOf(component, target))).Where(item => item.Gain > 0).OrderByDescending(item => item.Gain))
        {
            if (best.Count >= count && best.TryPeek(out _, out var worst) && gain <= worst)
            {
                break;
            }

            if (Estimate(component, gain, target) is > 0 and var score)
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

    private double GainOf(int component, Target target)
    {
        var gains = _gain[(int)_evidence.Components[component].Kind];
        var gain = 0.0;
        foreach (var path in _evidence.PathsOf[component])
        {
            var view = _evidence.View[path] * Symptoms.Count;
            foreach (var at in _evidence.FailuresOf[path])
            {
                gain += Math.Max(0, gains[view + _evidence.Failures[at].Symptom] - target.Foreseen[at]) * target.Open[at];
            }
        }

        return gain;
    }

    private double Estimate(int component, double gain, Target target)
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
                if (gains[view + failure.Symptom] > target.Foreseen[at])
                {
                    failures += target.Open[at];
                    active[failure.Round] += target.Open[at];
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
                passed += _evidence.Passed[path, round];
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
