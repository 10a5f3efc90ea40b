namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// All that a verdict on a fleet can name beforehand: the declared components; and what nobody declares, one model's engine behind several
/// deployments, one account behind several quotas of a host or behind several keys of one quota's scope, one name on a resolver that is
/// asked for several. An instance is not among them: which there are, only a window tells, and as a part of its vantage's probes it shares
/// its paths with nothing else.
/// </summary>
internal static class FleetParts
{
    /// <summary>The parts by their keys.</summary>
    public static Dictionary<string, Component> Of(FleetTopology fleet)
    {
        Dictionary<string, Component> parts = [];
        Dictionary<string, Dictionary<string, Component>> shared = [];
        foreach (var (path, crossed) in from vantage in fleet.Vantages
                                        from route in fleet.Routes
                                        where route.IsProbedFrom(vantage.Name)
                                        let path = new ProbedPath(vantage.Name, route.Name)
                                        from crossed in fleet.Crossed(path)
                                        select (path, crossed))
        {
            parts[crossed.Name] = crossed;
            if (SharedOf(fleet, path, crossed) is { } key)
            {
                (shared.TryGetValue(key, out var known) ? known : shared[key] = [])[MemberOf(fleet, path, crossed)] = crossed;
            }
        }

        foreach (var (key, members) in shared.Where(one => one.Value.Count > 1))
        {
            foreach (var (name, component) in Named(key, members))
            {
                parts[name] = component;
            }
        }

        return parts;
    }

    /// <summary>The keys of what a probe crosses; some may be none of the fleet's parts.</summary>
    public static IEnumerable<string> CrossedBy(FleetTopology fleet, ProbedPath path)
    {
        foreach (var component in fleet.Crossed(path))
        {
            yield return component.Name;
            if (SharedOf(fleet, path, component) is { } key)
            {
                yield return component.Kind is ComponentKind.Dns ? $"{key}→{MemberOf(fleet, path, component)}" : key;
            }
        }
    }

    /// <summary>What may be named in place of the component: a model, an account, or a resolver's names.</summary>
    private static string? SharedOf(FleetTopology fleet, ProbedPath path, Component component) => component switch
    {
        { Kind: ComponentKind.Dns } => component.Name,
        { Kind: ComponentKind.Deployment, Key: ComponentKey.AtHost } => $"model {fleet.RouteOf(path.Route)!.Model}",
        { Kind: ComponentKind.Quota, Key: ComponentKey.AtHost quota } => $"account {quota.Host}",
        { Kind: ComponentKind.Credential, IsNarrow: false } when fleet.RouteOf(path.Route)!.Declared.QuotaScope is { } scope =>
            $"account of the keys of {scope}",
        _ => null,
    };

    private static string MemberOf(FleetTopology fleet, ProbedPath path, Component component) =>
        component.Kind is ComponentKind.Dns ? fleet.RouteOf(path.Route)!.BaseUrl.Host : component.Name;

    private static IEnumerable<(string Key, Component Component)> Named(string key, Dictionary<string, Component> members)
    {
        var first = members.First().Value;
        if (first.Kind is ComponentKind.Dns)
        {
            return members.Keys.Select(host => ($"{key}→{host}",
                new Component(ComponentKind.Dns, new ComponentKey.Way(first.Key.Text, host), first.Owner)));
        }

        var common = Component.Common([.. members.Values.OrderBy(member => member.Name, StringComparer.Ordinal)]);
        return [(key, first.Kind is ComponentKind.Deployment
            ? common with { Kind = ComponentKind.Upstream, Owner = Owner.ApiServer }
            : common)];
    }
}
