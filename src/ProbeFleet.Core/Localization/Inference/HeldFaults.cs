using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Faults that are held to a part: a component that fails some of its hosts, routes or vantages only, and one model's engine behind
/// several deployments of it. Which part is read from where failures stand out.
/// </summary>
internal sealed class HeldFaults
{
    private readonly EvidenceMatrix _evidence;
    private readonly LocalizerParameters _parameters;
    private readonly Suspicion[] _suspicions;
    private readonly int[] _carried;
    private readonly List<Engine> _engines;
    private readonly Dictionary<(int Component, string Groups), Suspicion> _known = [];

    /// <param name="suspicions">Per component: that it fails as a whole.</param>
    public HeldFaults(EvidenceMatrix evidence, LocalizerParameters parameters, Suspicion[] suspicions)
    {
        (_evidence, _parameters, _suspicions) = (evidence, parameters, suspicions);
        _carried = [.. suspicions.Select(suspicion => suspicion.Component.IsNarrow ? 0
            : Scope.GroupsOf(suspicion.Component.Kind, evidence) is not { } groups ? 0
            : suspicion.Paths.Select(path => groups.Of[path]).Distinct().Count())];
        _engines = [.. Enumerable.Range(0, evidence.Components.Count).Where(component => evidence.Models[component] is not null)
            .GroupBy(component => evidence.Models[component]).Where(model => model.Count() > 1)
            .Select(model => EngineOf(evidence, [.. model]))];
    }

    /// <summary>The component held to what it fails; null when that is all that it carries, or nothing stands out.</summary>
    public Suspicion? Find(int component, Grid<double> gains, Unexplained left)
    {
        if (_carried[component] < 2)
        {
            return null;
        }

        var whole = _suspicions[component];
        var groups = Scope.GroupsOf(whole.Component.Kind, _evidence)!;
        var failing = Failing(whole.Paths, groups, gains, left);
        if (failing.Count == 0 || failing.Count == _carried[component])
        {
            return null;
        }

        // Many hypotheses leave the same part.
        var key = (component, string.Join(',', failing));
        return _known.TryGetValue(key, out var known) ? known : _known[key] = HeldTo(whole, groups, failing);
    }

    private static Suspicion HeldTo(Suspicion whole, PathGroups groups, HashSet<int> failing)
    {
        var held = failing.Select(group => groups.Names[group]).ToHashSet();
        IReadOnlyList<string> names = [.. held.Order(StringComparer.Ordinal)];
        var all = whole.Paths.Select(path => groups.Names[groups.Of[path]]).ToHashSet();
        var paths = Array.FindAll(whole.Paths, path => failing.Contains(groups.Of[path]));
        var cost = whole.Cost + Scope.Price(whole.Component.Kind, all, held);
        return new($"{whole.Key}/{string.Join('/', names)}", whole.Component, paths, cost)
        {
            HeldTo = names,
        };
    }

    /// <summary>One model's engine behind several deployments of it.</summary>
    public IEnumerable<Suspicion> Engines(Grid<double> gains, Unexplained left)
    {
        foreach (var (deployments, paths, groups) in _engines)
        {
            var failing = Failing(paths, groups, gains, left);
            var names = failing.Select(group => groups.Names[group]).ToHashSet();
            List<Component> members = [.. deployments.Where(deployment => names.Contains(deployment.Name))
                .OrderBy(deployment => deployment.Name, StringComparer.Ordinal)];
            if (members.Count > 1)
            {
                var engine = Component.Common(members) with { Kind = ComponentKind.Upstream, Owner = Owner.ApiServer };
                var price = Scope.Price(ComponentKind.Upstream, deployments.Select(deployment => deployment.Name).ToHashSet(), names);
                yield return new(engine.Name, engine, Array.FindAll(paths, path => failing.Contains(groups.Of[path])),
                    _parameters.Priors.EngineCost + price);
            }
        }
    }

    /// <summary>A model that several deployments serve.</summary>
    /// <param name="Paths">The paths that cross one of them.</param>
    /// <param name="Groups">Per path: the deployment that it crosses.</param>
    private sealed record Engine(Component[] Deployments, int[] Paths, PathGroups Groups);

    private static Engine EngineOf(EvidenceMatrix evidence, int[] deployments)
    {
        var of = new string?[evidence.Paths.Count];
        foreach (var deployment in deployments)
        {
            foreach (var path in evidence.PathsOf[deployment])
            {
                of[path] ??= evidence.Components[deployment].Name;
            }
        }

        return new([.. deployments.Select(deployment => evidence.Components[deployment])],
            [.. deployments.SelectMany(deployment => evidence.PathsOf[deployment]).Distinct()], PathGroups.By(of));
    }

    /// <summary>The groups of paths that fail at least twice and nearly as often as the worst of them.</summary>
    private HashSet<int> Failing(int[] paths, PathGroups groups, Grid<double> gains, Unexplained left)
    {
        var (failed, seen) = (new double[groups.Names.Count], new double[groups.Names.Count]);
        foreach (var path in paths)
        {
            var ofView = gains[_evidence.View[path]];
            var open = 0.0;
            foreach (var at in _evidence.FailuresOf[path])
            {
                open += ofView[_evidence.Failures[at].Symptom] > left.Foreseen[at] ? left.Open[at] : 0;
            }

            var group = groups.Of[path];
            failed[group] += open;
            seen[group] += _evidence.PassedOf[path] + _evidence.FailuresOf[path].Length;
        }

        var most = 0.0;
        for (var group = 0; group < seen.Length; group++)
        {
            most = seen[group] > 0 ? Math.Max(most, failed[group] / seen[group]) : most;
        }

        var held = _parameters.Thresholds.Held;
        return [.. Enumerable.Range(0, seen.Length)
            .Where(group => failed[group] >= held.Failures && failed[group] / seen[group] > held.ShareOfWorst * most)];
    }
}
