using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The observations of a window as arrays: which path crossed what, and when it passed or failed how.</summary>
internal sealed class EvidenceMatrix
{
    private EvidenceMatrix()
    {
    }

    /// <summary>The paths that have evidence.</summary>
    public required IReadOnlyList<ProbedPath> Paths { get; init; }

    /// <summary>Per path: the components crossed, as indexes, in order.</summary>
    public required int[][] Crossed { get; init; }

    /// <summary>Per path: its vantage and its route as indexes.</summary>
    public required (int Vantage, int Route)[] Cells { get; init; }

    /// <summary>Per path: the host of its route.</summary>
    public required string[] Hosts { get; init; }

    /// <summary>Per component: for a deployment the model that it serves.</summary>
    public required IReadOnlyList<string?> Models { get; init; }

    /// <summary>Per path: the <see cref="SymptomTable"/> view.</summary>
    public required int[] View { get; init; }

    public required IReadOnlyList<Component> Components { get; init; }

    /// <summary>Per component: the paths that cross it.</summary>
    public required int[][] PathsOf { get; init; }

    /// <summary>How many rounds of time the window has.</summary>
    public required int Rounds { get; init; }

    /// <summary>How long a round of the fleet is; in a long window several are one of <see cref="Rounds"/>.</summary>
    public required TimeSpan RoundLength { get; init; }

    /// <summary>Per path and round: how many observations passed.</summary>
    public required PerRound<int> Passed { get; init; }

    public required Failure[] Failures { get; init; }

    /// <summary>How many observations of a path passed.</summary>
    public int PassedOf(int path)
    {
        var passed = 0;
        foreach (var count in Passed[path])
        {
            passed += count;
        }

        return passed;
    }

    /// <summary>Per path: the indexes of its failures.</summary>
    public required int[][] FailuresOf { get; init; }

    public required IReadOnlyList<Observation> Evidence { get; init; }

    /// <summary>Observations that cannot be compared with the others of their route.</summary>
    public required IReadOnlyList<Observation> NotComparable { get; init; }

    /// <summary>Gateways of which nothing has yet cleared: their control does not show the same symptom.</summary>
    public required IReadOnlySet<RouteName> Uncontrolled { get; init; }

    /// <summary>One failed observation.</summary>
    public readonly record struct Failure(int Path, int Round, int Symptom, DateTimeOffset At);

    public static EvidenceMatrix Of(IncidentFile file, FleetTopology topology)
    {
        var seen = file.Results.SelectMany(item => item.WithSideLooks())
            .Where(item => item.StartedAt >= file.Window.From && item.StartedAt <= file.Window.To && Symptoms.IsEvidence(item))
            .OrderBy(item => item.StartedAt).ThenBy(item => item.Id, StringComparer.Ordinal).ToList();
        var (comparable, apart) = Comparability.Split(seen);
        var uncontrolled = GatewayControl.Uncontrolled(topology, comparable);

        Dictionary<ProbedPath, int> pathIndex = [];
        Dictionary<string, int> componentIndex = [];
        List<Component> components = [];
        List<string?> models = [];
        List<int[]> crossed = [];
        List<int> view = [];
        List<Failure> failures = [];
        var clock = RoundClock.Of(comparable);
        List<int[]> passed = [];
        foreach (var item in comparable)
        {
            if (!pathIndex.TryGetValue(item.Path, out var path))
            {
                path = pathIndex[item.Path] = crossed.Count;
                crossed.Add(IndexesOf(topology, item.Path, uncontrolled, componentIndex, components, models));
                view.Add(ViewOf(topology, item.Path));
                passed.Add(new int[clock.Rounds]);
            }

            if (Symptoms.Of(item) is { } symptom)
            {
                // Behind a forward proxy, a page that a proxy made is that proxy's own word.
                var says = item is { Cause: Cause.HttpNotApi, Responder: Responder.Proxy } && (view[path] & SymptomTable.Proxied) != 0
                    ? Symptom.ProxyDenied
                    : symptom;
                failures.Add(new(path, clock.RoundOf(item), (int)says, item.StartedAt));
            }
            else
            {
                passed[path][clock.RoundOf(item)]++;
            }
        }

        return new()
        {
            Paths = [.. pathIndex.Keys],
            Crossed = [.. crossed],
            Cells = CellsOf([.. pathIndex.Keys]),
            Hosts = [.. pathIndex.Keys.Select(path => topology.RouteOf(path.Route)!.BaseUrl.Host)],
            Models = models,
            View = [.. view],
            Components = components,
            PathsOf = Invert(crossed, components.Count),
            Rounds = clock.Rounds,
            RoundLength = clock.Length,
            Passed = Grid(passed, clock.Rounds),
            Failures = [.. failures],
            FailuresOf = GroupByPath(failures, crossed.Count),
            Evidence = comparable,
            NotComparable = apart,
            Uncontrolled = uncontrolled,
        };
    }

    private static int[] IndexesOf(
        FleetTopology topology, ProbedPath path, HashSet<RouteName> uncontrolled, Dictionary<string, int> known,
        List<Component> components, List<string?> models) =>
        [.. topology.Crossed(path)
            .Where(component => component.Kind is not ComponentKind.Upstream || !uncontrolled.Contains(path.Route))
            .Select(component =>
            {
                if (!known.TryGetValue(component.Name, out var index))
                {
                    index = known[component.Name] = components.Count;
                    components.Add(component);
                    models.Add(component.Kind is ComponentKind.Deployment ? topology.RouteOf(path.Route)!.Model : null);
                }

                return index;
            })];

    public static int ViewOf(FleetTopology topology, ProbedPath path)
    {
        var (vantage, route) = (topology.VantageOf(path.Vantage)!, topology.RouteOf(path.Route)!);
        var proxied = path.Variant is not ProbeVariant.NoProxy && FleetTopology.ProxyOf(vantage, route) is not null;
        return (proxied ? SymptomTable.Proxied : 0) | (route.Kind is RouteKind.Gateway ? SymptomTable.ThroughGateway : 0);
    }

    private static (int Vantage, int Route)[] CellsOf(IReadOnlyList<ProbedPath> paths)
    {
        var vantages = paths.Select(path => path.Vantage).Distinct().Index().ToDictionary(item => item.Item, item => item.Index);
        var routes = paths.Select(path => path.Route).Distinct().Index().ToDictionary(item => item.Item, item => item.Index);
        return [.. paths.Select(path => (vantages[path.Vantage], routes[path.Route]))];
    }

    private static PerRound<int> Grid(List<int[]> rows, int rounds)
    {
        PerRound<int> grid = new(rows.Count, rounds);
        foreach (var (row, values) in rows.Index())
        {
            values.CopyTo(grid[row]);
        }

        return grid;
    }

    private static int[][] Invert(List<int[]> crossed, int components)
    {
        var paths = Enumerable.Range(0, components).Select(_ => new List<int>()).ToArray();
        foreach (var (path, members) in crossed.Index())
        {
            foreach (var member in members)
            {
                paths[member].Add(path);
            }
        }

        return [.. paths.Select(list => list.ToArray())];
    }

    private static int[][] GroupByPath(List<Failure> failures, int paths)
    {
        var groups = Enumerable.Range(0, paths).Select(_ => new List<int>()).ToArray();
        foreach (var (index, failure) in failures.Index())
        {
            groups[failure.Path].Add(index);
        }

        return [.. groups.Select(list => list.ToArray())];
    }
}
