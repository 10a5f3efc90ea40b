namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The components of a window, numbered in the order in which its paths are found to cross them.</summary>
/// <param name="uncontrolled">Gateways of which nothing has yet cleared: they do not cross their upstream.</param>
/// <param name="isSetUpInDoubt">Whether something was seen that only the set-up of a route or vantage shows.</param>
internal sealed class NumberedComponents(FleetTopology topology, IReadOnlySet<RouteName> uncontrolled, bool isSetUpInDoubt)
{
    private readonly Dictionary<string, int> _byName = [];

    // Names are long to compare, and most components are one object wherever they are crossed.
    private readonly Dictionary<Component, int> _byObject = new(ReferenceEqualityComparer.Instance);

    // Per component: for a deployment the model that its routes call it by.
    private readonly List<string?> _called = [];

    public List<Component> All { get; } = [];

    /// <summary>The components that the path crosses, in order.</summary>
    public int[] CrossedBy(ProbedPath path)
    {
        IReadOnlyList<Component> crossed = isSetUpInDoubt
            ? [.. topology.SetUp(path.Vantage, path.Route), .. topology.Crossed(path)]
            : topology.Crossed(path);
        Span<int> numbers = stackalloc int[crossed.Count];
        var count = 0;
        foreach (var component in crossed)
        {
            if (component.Kind is not ComponentKind.Upstream || !uncontrolled.Contains(path.Route))
            {
                numbers[count++] = _byObject.TryGetValue(component, out var known) ? known : Number(component, path);
            }
        }

        return numbers[..count].ToArray();
    }

    /// <summary>
    /// Per component: for a deployment the model that it serves, as most of its healthy answers name it, else as its routes do.
    /// </summary>
    public string?[] ModelsOf(IReadOnlyList<Observation> seen, int[] pathOf, int[][] crossed)
    {
        var said = Enumerable.Range(0, seen.Count).Where(at => seen[at].Model is not null)
            .SelectMany(at => crossed[pathOf[at]].Where(component => _called[component] is not null),
                (at, component) => (Component: component, Model: seen[at].Model!))
            .GroupBy(one => one.Component).ToDictionary(
                one => one.Key,
                one => one.CountBy(each => each.Model).OrderByDescending(model => model.Value)
                    .ThenBy(model => model.Key, StringComparer.Ordinal).First().Key);
        return [.. _called.Select((model, component) => said.GetValueOrDefault(component, model!))];
    }

    /// <summary>Per component: the paths of the gateways that call it too, and show its symptoms.</summary>
    public int[][] FrontedBy(ProbedPath[] paths)
    {
        var fronting = All.ConvertAll(_ => new List<int>());
        foreach (var (index, path) in paths.Index())
        {
            if (topology.RouteOf(path.Route) is { Kind: RouteKind.Gateway, Fronts: { } control } && !uncontrolled.Contains(path.Route)
                && FleetTopology.Meets(path, ComponentKind.Deployment))
            {
                var route = topology.RouteOf(control)!;
                foreach (var called in topology.CrossedByAll(path.Vantage, control).Where(one => IsModelOrQuota(one.Kind, route)))
                {
                    (_byName.TryGetValue(called.Name, out var known) ? fronting[known] : null)?.Add(index);
                }
            }
        }

        return [.. fronting.Select(list => list.ToArray())];
    }

    /// <summary>Per component: by route, the paths of gateways that serve a model of it and do not say what they front.</summary>
    public int[][][] SilentGateways(ProbedPath[] paths, int[][] crossed, string?[] models)
    {
        var of = paths.Index().Where(path => FleetTopology.Meets(path.Item, ComponentKind.Deployment))
            .Select(path => (path.Index, Route: topology.RouteOf(path.Item.Route)!,
                Model: crossed[path.Index].Select(component => models[component]).FirstOrDefault(model => model is not null)))
            .Where(path => path.Model is not null).ToLookup(path => path.Route.Kind is RouteKind.Gateway);
        var silent = of[true].Where(path => path.Route.Fronts is null)
            .GroupBy(path => (path.Model, path.Route.Name), path => path.Index)
            .ToLookup(route => route.Key.Model, route => route.ToArray());
        var serving = All.ConvertAll(_ => new HashSet<string>());
        foreach (var (index, route, model) in of[false])
        {
            foreach (var component in crossed[index].Where(
                one => All[one].Kind is ComponentKind.Upstream || IsModelOrQuota(All[one].Kind, route)))
            {
                serving[component].Add(model!);
            }
        }

        return [.. serving.Select(served => served.SelectMany(model => silent[model]).ToArray())];
    }

    /// <summary>Whether the component is one that a gateway meets too: its key is its own, and with it most quotas.</summary>
    private static bool IsModelOrQuota(ComponentKind kind, Route route) => kind is ComponentKind.Deployment
        || (kind is ComponentKind.Quota && (route.Kind is RouteKind.AzureOpenAI || route.Declared.QuotaScope is not null));

    private int Number(Component component, ProbedPath path)
    {
        if (!_byName.TryGetValue(component.Name, out var number))
        {
            number = _byName[component.Name] = All.Count;
            All.Add(component);
            _called.Add(component.Kind is ComponentKind.Deployment ? topology.RouteOf(path.Route)!.Model : null);
        }

        return _byObject[component] = number;
    }
}
