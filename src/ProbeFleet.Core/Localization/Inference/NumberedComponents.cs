using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The components of a window, numbered in the order in which its paths are found to cross them.</summary>
/// <param name="uncontrolled">Gateways of which nothing has yet cleared: they do not cross their upstream.</param>
internal sealed class NumberedComponents(FleetTopology topology, IReadOnlySet<RouteName> uncontrolled)
{
    private readonly Dictionary<string, int> _byName = [];

    // Names are long to compare, and most components are one object wherever they are crossed.
    private readonly Dictionary<Component, int> _byObject = new(ReferenceEqualityComparer.Instance);

    public List<Component> All { get; } = [];

    /// <summary>Per component: for a deployment the model that its routes call it by.</summary>
    public List<string?> Models { get; } = [];

    public int? Find(string name) => _byName.TryGetValue(name, out var number) ? number : null;

    /// <summary>The components that the path crosses, in order.</summary>
    public int[] CrossedBy(ProbedPath path)
    {
        var crossed = topology.Crossed(path);
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

    private int Number(Component component, ProbedPath path)
    {
        if (!_byName.TryGetValue(component.Name, out var number))
        {
            number = _byName[component.Name] = All.Count;
            All.Add(component);
            Models.Add(component.Kind is ComponentKind.Deployment ? topology.RouteOf(path.Route)!.Model : null);
        }

        return _byObject[component] = number;
    }
}
