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

    /// <summary>The vantages that the paths begin at.</summary>
    public required PathGroups Vantages { get; init; }

    /// <summary>The routes that the paths take.</summary>
    public required PathGroups Routes { get; init; }

    /// <summary>The names of the hosts that the paths lead to.</summary>
    public required PathGroups Names { get; init; }

    /// <summary>The servers that the paths lead to: hosts, with a port of their own where they have one.</summary>
    public required PathGroups Hosts { get; init; }

    /// <summary>Paths that take one way to one server, and differ in nothing but the route.</summary>
    public required PathGroups Ways { get; init; }

    /// <summary>
    /// Per component: for a deployment the model that it serves, as most of its healthy answers name it, else as its routes do.
    /// </summary>
    public required IReadOnlyList<string?> Models { get; init; }

    /// <summary>Per component: the paths of the gateways that call it too, and show its symptoms.</summary>
    public required int[][] FrontedBy { get; init; }

    /// <summary>Per component: by route, the paths of gateways that serve a model of it and do not say what they front.</summary>
    public required int[][][] SilentGateways { get; init; }

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
    public required Grid<int> Passed { get; init; }

    /// <summary>Per path and round: how many observations passed before the round; one column more, for all.</summary>
    public required Grid<int> PassedBefore { get; init; }

    public required Failure[] Failures { get; init; }

    /// <summary>Per failure: its path's view, and its symptom, as one number below views × symptoms.</summary>
    public required int[] LookOf { get; init; }

    /// <summary>Per failure: its round and its look as one number.</summary>
    public required int[] MomentOf { get; init; }

    /// <summary>Per path: how many observations passed.</summary>
    public required int[] PassedOf { get; init; }

    /// <summary>Per path: the indexes of its failures.</summary>
    public required int[][] FailuresOf { get; init; }

    public required IReadOnlyList<Observation> Evidence { get; init; }

    /// <summary>Per observation of the evidence: its path.</summary>
    public required int[] PathOf { get; init; }

    /// <summary>Observations that cannot be compared with the others of their route.</summary>
    public required IReadOnlyList<Observation> NotComparable { get; init; }

    /// <summary>Gateways of which nothing has yet cleared: their control does not show the same symptom.</summary>
    public required IReadOnlySet<RouteName> Uncontrolled { get; init; }

    /// <summary>How many observations of the path passed from a round on and before another.</summary>
    public int PassedIn(int path, int from, int before)
    {
        var passed = PassedBefore[path];
        return passed[before] - passed[from];
    }

    /// <summary>Those of the paths on which something failed.</summary>
    public int[] FailingOf(int[] paths) => Array.FindAll(paths, path => FailuresOf[path].Length > 0);

    /// <summary>The failures on these paths, path by path.</summary>
    public int[] FailuresOn(int[] paths) => [.. paths.SelectMany(path => FailuresOf[path])];

    /// <summary>How many observations of these paths passed before each round; one more, for all.</summary>
    public int[] PassedBeforeOn(int[] paths)
    {
        var sum = new int[Rounds + 1];
        foreach (var path in paths)
        {
            var passed = PassedBefore[path];
            for (var round = 0; round < sum.Length; round++)
            {
                sum[round] += passed[round];
            }
        }

        return sum;
    }

    /// <summary>One failed observation.</summary>
    public readonly record struct Failure(int Path, int Round, int Symptom, DateTimeOffset At);

    public static EvidenceMatrix From(IncidentFile file, FleetTopology topology)
    {
        var seen = WindowEvidence.Of(file);
        var (apart, mended) = Comparability.Apart(seen);
        var comparable = Comparability.Telling(seen, apart, mended);
        var uncontrolled = GatewayControl.Uncontrolled(
            topology, apart.Count == 0 ? comparable : [.. comparable.Where(item => !item.Path.IsApart)]);

        NumberedPaths numbered = new(topology);
        var pathOf = new int[comparable.Count];
        var onSeveral = OnSeveralInstances(comparable);
        for (var at = 0; at < pathOf.Length; at++)
        {
            var path = comparable[at].Path with { IsUnsent = Symptoms.IsUnsent(comparable[at]) };
            pathOf[at] = numbered.Of(onSeveral.Contains(path.Vantage) ? path with { Instance = comparable[at].Instance } : path);
        }

        ProbedPath[] paths = [.. numbered.All];
        NumberedComponents components = new(topology, uncontrolled, comparable.Any(Symptoms.IsOfSetUp));
        var crossed = Array.ConvertAll(paths, components.CrossedBy);
        int[] view = [.. paths.Select(path => ViewOf(topology, path))];
        var vantages = PathGroups.By([.. paths.Select(path => path.Vantage.ToString())]);
        var clock = RoundClock.From(comparable, pathOf, numbered.Turns, vantages);
        List<Failure> failures = [];
        Grid<int> passed = new(paths.Length, clock.Rounds);
        var passedOf = new int[paths.Length];
        for (var at = 0; at < pathOf.Length; at++)
        {
            var (item, path) = (comparable[at], pathOf[at]);
            var round = clock.RoundOf(item.StartedAt, vantages.Of[path]);
            if (Symptoms.From(item) is { } symptom)
            {
                failures.Add(new(path, round, (int)Told(item, symptom, view[path], topology.RouteOf(item.Path.Route)!), item.StartedAt));
            }
            else
            {
                passed[path, round]++;
                passedOf[path]++;
            }
        }

        WithOwnersOf(components.All, failures, crossed);
        int[] look = [.. failures.Select(failure => (view[failure.Path] * Symptoms.Count) + failure.Symptom)];
        var models = components.ModelsOf(comparable, pathOf, crossed);
        return new()
        {
            Paths = paths,
            Crossed = crossed,
            Vantages = vantages,
            Routes = PathGroups.By([.. paths.Select(path => path.Route.ToString())]),
            Names = PathGroups.By([.. paths.Select(path => topology.RouteOf(path.Route)!.BaseUrl.Host)]),
            Hosts = PathGroups.By([.. paths.Select(path => FleetTopology.ServerOf(topology.RouteOf(path.Route)!))]),
            Ways = PathGroups.By([.. paths.Select(path => topology.WayOf(path))]),
            Models = models,
            FrontedBy = components.FrontedBy(paths),
            SilentGateways = components.SilentGateways(paths, crossed, models),
            View = view,
            Components = components.All,
            PathsOf = Invert(crossed, components.All.Count),
            Rounds = clock.Rounds,
            RoundLength = clock.Length,
            Passed = passed,
            PassedBefore = Cumulated(passed),
            PassedOf = passedOf,
            Failures = [.. failures],
            LookOf = look,
            MomentOf = [.. failures.Select((failure, at) => (failure.Round * SymptomTable.Views * Symptoms.Count) + look[at])],
            FailuresOf = GroupByPath(failures, paths.Length),
            Evidence = comparable,
            PathOf = pathOf,
            NotComparable = [.. apart],
            Uncontrolled = uncontrolled,
        };
    }

    /// <summary>What the symptom tells where it was seen.</summary>
    private static Symptom Told(Observation item, Symptom symptom, int view, Route route) => symptom switch
    {
        // Behind a forward proxy, a page that a proxy made is that proxy's own word.
        _ when item is { Cause: Cause.HttpNotApi, Responder: Responder.Proxy } && (view & SymptomTable.Proxied) != 0 => Symptom.ProxyDenied,

        // Who reaches a private endpoint is not asked for its address: the request came to the public one.
        Symptom.NetworkRule when route.Declared.IsPrivate => Symptom.PublicAddress,
        _ => symptom,
    };

    /// <summary>
    /// A credential that no server has refused, and that was missing, damaged or not allowed before any call, is who configures it to mend.
    /// </summary>
    private static void WithOwnersOf(List<Component> components, List<Failure> failures, int[][] crossed)
    {
        HashSet<int> local = [];
        HashSet<int> refused = [];
        foreach (var failure in failures.Where(failure => SymptomTable.IsOfCredential((Symptom)failure.Symptom)))
        {
            (failure.Symptom == (int)Symptom.LocalCredential ? local : refused).UnionWith(crossed[failure.Path]);
        }

        foreach (var credential in local.Except(refused).Where(component => components[component].Kind is ComponentKind.Credential))
        {
            components[credential] = components[credential] with { Owner = Owner.Configuration };
        }
    }

    private static HashSet<VantageName> OnSeveralInstances(IReadOnlyList<Observation> seen)
    {
        Dictionary<VantageName, string> first = [];
        HashSet<VantageName> several = [];
        foreach (var item in seen)
        {
            if (item.Instance is { } instance && !first.TryAdd(item.Path.Vantage, instance) && first[item.Path.Vantage] != instance)
            {
                several.Add(item.Path.Vantage);
            }
        }

        return several;
    }

    private static int ViewOf(FleetTopology topology, ProbedPath path)
    {
        var (vantage, route) = (topology.VantageOf(path.Vantage)!, topology.RouteOf(path.Route)!);
        return ViewOf(path, route, FleetTopology.ProxyOf(vantage, route) is not null);
    }

    /// <param name="isProxied">Whether the cell has a proxy.</param>
    public static int ViewOf(ProbedPath path, Route route, bool isProxied) =>
        (isProxied && path.Variant is not ProbeVariant.NoProxy ? SymptomTable.Proxied : 0)
            | (route.Kind is RouteKind.Gateway ? SymptomTable.ThroughGateway : 0);

    private static Grid<int> Cumulated(Grid<int> passed)
    {
        Grid<int> before = new(passed.Rows, passed.Columns + 1);
        for (var path = 0; path < passed.Rows; path++)
        {
            for (var round = 0; round < passed.Columns; round++)
            {
                before[path, round + 1] = before[path, round] + passed[path, round];
            }
        }

        return before;
    }

    private static int[][] Invert(int[][] crossed, int components)
    {
        var counts = new int[components];
        foreach (var members in crossed)
        {
            foreach (var member in members)
            {
                counts[member]++;
            }
        }

        var paths = Array.ConvertAll(counts, count => new int[count]);
        for (var path = crossed.Length - 1; path >= 0; path--)
        {
            foreach (var member in crossed[path])
            {
                paths[member][--counts[member]] = path;
            }
        }

        return paths;
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
