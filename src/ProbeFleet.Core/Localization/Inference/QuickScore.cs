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
    private readonly int[] _passes;
    private readonly string[]?[] _groups;
    private readonly List<Engine> _models;

    public QuickScore(EvidenceMatrix evidence, LocalizerSettings settings, SymptomTable table)
    {
        _evidence = evidence;
        _settings = settings;
        _gain = [.. Enum.GetValues<ComponentKind>().Select(kind => GainsOf(kind, settings, table))];
        _suspicions = [.. Enumerable.Range(0, evidence.Components.Count).Select(component => Suspicion.Of(evidence, component))];
        _touched = [.. Enumerable.Range(0, evidence.Components.Count)
            .Where(component => evidence.PathsOf[component].Any(path => evidence.FailuresOf[path].Length > 0))];
        _passes = [.. Enumerable.Range(0, evidence.Paths.Count).Select(evidence.PassedOf)];
        _groups = [.. Enum.GetValues<ComponentKind>().Select(kind => Scope.GroupsOf(kind, evidence))];
        _models = [.. Enumerable.Range(0, evidence.Components.Count).Where(component => evidence.Models[component] is not null)
            .GroupBy(component => evidence.Models[component]).Where(model => model.Count() > 1).Select(model => EngineOf(evidence, [.. model]))];
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
        PriorityQueue<Suspicion, double> best = new();
        var members = parent.Members.Select(member => member.Component).ToHashSet();
        foreach (var (component, gain) in _touched.Where(component => !members.Contains(_evidence.Components[component]))
            .Select(component => (component, Gain: GainOf(component, target))).Where(item => item.Gain > 0).OrderByDescending(item => item.Gain))
        {
            if (best.Count >= count && best.TryPeek(out _, out var worst) && gain <= worst)
            {
                break;
            }

            var whole = Estimate(_suspicions[component], gain, target);
            Take(best, count, _suspicions[component], whole);
            if (Held(component, target) is { } held && Estimate(held, GainOf(held, target), target) - held.Cost is var score && score > whole)
            {
                Take(best, count, held, score);
            }
        }

        foreach (var model in Models(target))
        {
            Take(best, count, model, Estimate(model, GainOf(model, target), target) - model.Cost);
        }

        return [.. best.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element.Key, StringComparer.Ordinal)
            .Select(item => item.Element)];
    }

    private static void Take(PriorityQueue<Suspicion, double> best, int count, Suspicion suspicion, double score)
    {
        if (score > 0)
        {
            best.Enqueue(suspicion, score);
            if (best.Count > count)
            {
                best.Dequeue();
            }
        }
    }

    /// <summary>The component held to what it fails; null when that is all that it carries, or nothing stands out.</summary>
    private Suspicion? Held(int component, Target target)
    {
        var declared = _evidence.Components[component];
        if (declared.IsNarrow || _groups[(int)declared.Kind] is not { } groups)
        {
            return null;
        }

        var paths = _evidence.PathsOf[component];
        var all = paths.Select(path => groups[path]).ToHashSet();
        if (all.Count < 2)
        {
            return null;
        }

        var held = Failing(declared.Kind, paths, groups, target);
        if (held.Count == 0 || held.Count == all.Count)
        {
            return null;
        }

        IReadOnlyList<string> names = [.. held.Order(StringComparer.Ordinal)];
        var whole = _suspicions[component];
        return new($"{whole.Key}/{string.Join('/', names)}", declared, [.. paths.Where(path => held.Contains(groups[path]))],
            whole.Cost + Scope.Price(declared.Kind, all, held))
        {
            HeldTo = names,
        };
    }

    /// <summary>A model that several deployments serve.</summary>
    /// <param name="Deployments">The deployments, as components.</param>
    /// <param name="Paths">The paths that cross one of them.</param>
    /// <param name="Of">Per path: the name of the deployment that it crosses.</param>
    private sealed record Engine(int[] Deployments, int[] Paths, string[] Of);

    private static Engine EngineOf(EvidenceMatrix evidence, int[] deployments)
    {
        var of = new string[evidence.Paths.Count];
        foreach (var deployment in deployments)
        {
            foreach (var path in evidence.PathsOf[deployment])
            {
                of[path] ??= evidence.Components[deployment].Name;
            }
        }

        return new(deployments, [.. deployments.SelectMany(deployment => evidence.PathsOf[deployment]).Distinct()], of);
    }

    /// <summary>One model's engine behind several deployments of it.</summary>
    private IEnumerable<Suspicion> Models(Target target)
    {
        foreach (var (deployments, paths, of) in _models)
        {
            var failing = Failing(ComponentKind.Upstream, paths, of, target);
            var members = deployments.Where(deployment => failing.Contains(_evidence.Components[deployment].Name))
                .Select(deployment => _evidence.Components[deployment]).OrderBy(component => component.Name, StringComparer.Ordinal).ToList();
            if (members.Count > 1)
            {
                var engine = Component.Common(members) with { Kind = ComponentKind.Upstream, Owner = Model.Owner.ApiServer };
                yield return new(engine.Name, engine, [.. paths.Where(path => failing.Contains(of[path]))],
                    4 + Scope.Price(ComponentKind.Upstream, deployments.Select(deployment => _evidence.Components[deployment].Name).ToHashSet(), failing));
            }
        }
    }

    /// <summary>The groups of paths that fail at least twice and nearly as often as the worst of them.</summary>
    private HashSet<string> Failing(ComponentKind kind, int[] paths, string[] groups, Target target)
    {
        var gains = _gain[(int)kind];
        Dictionary<string, (double Failed, double Seen)> counts = [];
        foreach (var path in paths)
        {
            var view = _evidence.View[path] * Symptoms.Count;
            var (failed, seen) = (0.0, _passes[path] + (double)_evidence.FailuresOf[path].Length);
            foreach (var at in _evidence.FailuresOf[path])
            {
                failed += gains[view + _evidence.Failures[at].Symptom] > target.Foreseen[at] ? target.Open[at] : 0;
            }

            var count = counts.GetValueOrDefault(groups[path]);
            counts[groups[path]] = (count.Failed + failed, count.Seen + seen);
        }

        var most = counts.Values.Max(count => count.Failed / count.Seen);
        return [.. counts.Where(count => count.Value.Failed >= 1.5 && count.Value.Failed / count.Value.Seen > .3 * most).Select(count => count.Key)];
    }

    private double GainOf(int component, Target target) => GainOf(_suspicions[component], target);

    private double GainOf(Suspicion suspicion, Target target)
    {
        var gains = _gain[(int)suspicion.Component.Kind];
        var gain = 0.0;
        foreach (var path in suspicion.Paths)
        {
            var view = _evidence.View[path] * Symptoms.Count;
            foreach (var at in _evidence.FailuresOf[path])
            {
                gain += Math.Max(0, gains[view + _evidence.Failures[at].Symptom] - target.Foreseen[at]) * target.Open[at];
            }
        }

        return gain;
    }

    private double Estimate(Suspicion suspicion, double gain, Target target)
    {
        var gains = _gain[(int)suspicion.Component.Kind];
        Span<double> active = stackalloc double[_evidence.Rounds];
        active.Clear();
        var failures = 0.0;
        foreach (var path in suspicion.Paths)
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

        return failures < .3 ? 0 : gain - PassedCost(suspicion, active, failures);
    }

    private double PassedCost(Suspicion suspicion, ReadOnlySpan<double> active, double failures)
    {
        var passed = 0;
        foreach (var path in suspicion.Paths)
        {
            passed += PassedWhileActive(path, active);
        }

        var rate = Math.Clamp(failures / (failures + passed), .02, .98);
        var (survives, cap) = (-Math.Log(1 - rate), _settings.UntouchedPathCost / _settings.Tempering);
        var cost = -failures * Math.Log(rate);
        foreach (var path in suspicion.Paths)
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
        var flat = table.Misleading(kind);
        var gains = new double[SymptomTable.Views * Symptoms.Count];
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                var profile = ((1 - misleading) * table.Typical(kind, view)[symptom]) + (misleading * flat[symptom]);
                gains[(view * Symptoms.Count) + symptom] =
                    Math.Max(0, Math.Log(Math.Max(profile, 1e-12) / (settings.Background * table.Background[symptom])));
            }
        }

        return gains;
    }
}
