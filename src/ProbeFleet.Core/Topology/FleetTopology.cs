using System.Collections.Concurrent;

namespace ProbeFleet.Core.Topology;

/// <summary>
/// Which components each probe crosses, derived from the routes and the vantages' facts and from nothing else. In order:
/// <list type="number">
/// <item><c>token-service</c>: of the vantage's region for a managed identity and for a vaulted key, which is read with one; and the
/// vault's host.</item>
/// <item><c>dns</c>: the vantage's resolver; without one its network's (before the first <c>/</c>); without that its own. Azure's
/// 168.63.129.16 is each network's own: its answers hang on the zones linked to that network.</item>
/// <item><c>egress</c>: the vantage's; the network's where several vantages share one; and
/// <c>egress:vantage→provider</c> where a region has several vantages and the fleet several
/// providers, for what breaks one destination from one vantage (ports of a NAT, a rule); and <c>egress:vantage#instance</c> where the
/// vantage was seen on several instances.</item>
/// <item><c>proxy</c> (the route's, else the vantage's), and then <c>private-endpoint</c> for a private route, else <c>corridor</c>
/// from the region (else the vantage) to the provider.</item>
/// <item><c>trust-store</c>: of the image, else of the vantage; of the workload's runtime there, where that makes the call: Python and
/// Node.js bring their own list of roots along.</item>
/// <item><c>front</c>: the host, with a port of its own; before it the provider's edge where several gateway hosts stand behind one.</item>
/// <item><c>credential</c>, <c>quota</c>, <c>deployment</c>: by their stated scope, else by source, by key and host, by host and model;
/// a dated API version is one more where the same deployment is called with several. A key that several vantages use is one more on
/// each of them: it may be set wrongly on one. So is the identity of the vantage's runtime, which may lack there.</item>
/// <item><c>gateway-upstream</c>: what a gateway calls with its own key and its own route, and answers for.</item>
/// <item><c>upstream</c>: the provider with its region, else an Azure resource's host. A gateway crosses the upstream of the
/// route it <c>fronts</c>, and none when it names no route: without a control nothing can clear the gateway.</item>
/// </list>
/// Depth <c>path</c> and the keyless variant end at the front; <c>authenticated</c> and list-models end at the credential.
/// The variants no-proxy, other-resolver and system-trust leave out the component that they replace. A connection alone crosses the ways
/// out, and without a proxy the way to the provider.
/// </summary>
public sealed class FleetTopology
{
    private readonly Dictionary<VantageName, FleetVantage> _vantages;
    private readonly Dictionary<RouteName, Route> _routes;
    private readonly CellComponents _components;
    private readonly ConcurrentDictionary<(VantageName Vantage, RouteName Route), Component[]> _crossed = [];
    private readonly ConcurrentDictionary<(VantageName Vantage, RouteName Route), Component[]> _setUp = [];

    /// <summary>Makes the topology of a fleet.</summary>
    /// <param name="vantages">The vantages; names unique.</param>
    /// <param name="routes">The routes; names unique.</param>
    public FleetTopology(IReadOnlyList<FleetVantage> vantages, IReadOnlyList<Route> routes)
    {
        Vantages = vantages;
        Routes = routes;
        _vantages = vantages.ToDictionary(vantage => vantage.Name);
        _routes = routes.ToDictionary(route => route.Name);
        _components = new(this);
    }

    /// <summary>The vantages.</summary>
    public IReadOnlyList<FleetVantage> Vantages { get; }

    /// <summary>The routes.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>The route of a name; null when the fleet has none.</summary>
    public Route? RouteOf(RouteName name) => _routes.GetValueOrDefault(name);

    /// <summary>The vantage of a name; null when the fleet has none.</summary>
    public FleetVantage? VantageOf(VantageName name) => _vantages.GetValueOrDefault(name);

    /// <summary>The proxy that the paths of a vantage over a route go through; null for none.</summary>
    public static string? ProxyOf(FleetVantage vantage, Route route) => route.Declared.Proxy ?? route.Proxy switch
    {
        ProxyChoice.Direct => null,
        ProxyChoice.Explicit explicitly => explicitly.Url.Authority,
        _ => vantage.Proxy,
    };

    /// <summary>Who answers on a route, with its region where stated: <c>openai</c>, an Azure resource's host, a gateway's.</summary>
    public static string ProviderOf(Route route) => route.Kind switch
    {
        RouteKind.OpenAI =>
            Regional(route.Declared.Provider ?? (route.BaseUrl.Host is "api.openai.com" ? "openai" : ServerOf(route)), route),
        RouteKind.AzureOpenAI =>
            route.Declared.ProviderRegion is null ? ServerOf(route) : Regional(route.Declared.Provider ?? "azure-openai", route),
        RouteKind.Gateway => ServerOf(route),
    };

    /// <summary>The server that a route calls: its host, and the port where that is not the scheme's own.</summary>
    public static string ServerOf(Route route) => route.BaseUrl.Authority;

    /// <summary>The host as faults of the kind tell it apart: a resolver knows names and no ports.</summary>
    internal static string HostOf(ComponentKind kind, Route route) =>
        kind is ComponentKind.Dns ? route.BaseUrl.Host : ServerOf(route);

    /// <summary>The components that a probe crosses, in order.</summary>
    /// <exception cref="KeyNotFoundException">The fleet does not have the vantage or route.</exception>
    public IReadOnlyList<Component> Crossed(ProbedPath path)
    {
        var all = CrossedByAll(path.Vantage, path.Route);
        List<Component> met = new(all.Length + 1);
        foreach (var component in all)
        {
            if (path.OnlyConnects ? Connects(component, all) : Meets(path, component.Kind) && (!path.IsApart || IsChosen(component.Kind)))
            {
                met.Add(component);
            }
        }

        if (path is { Instance: { } instance, IsApart: false, IsUnsent: false })
        {
            met.Add(new(
                ComponentKind.Egress, new ComponentKey.InstanceOf(path.Vantage.ToString(), instance), Owner.ConnectionPath));
        }

        return met;
    }

    /// <summary>The components that a whole completion of the vantage over the route crosses, in order.</summary>
    internal Component[] CrossedByAll(VantageName vantage, RouteName route) =>
        _crossed.GetOrAdd(
            (vantage, route), static (cell, fleet) => fleet._components.CrossedBy(
                fleet._vantages[cell.Vantage], fleet._routes[cell.Route]), this);

    /// <summary>
    /// Whether a whole completion of the vantage over the route can meet the component: it crosses it, or a part of what has a cause in
    /// common; on which of the vantage's instances it will run, nobody knows before.
    /// </summary>
    internal bool CanMeet(Component component, VantageName vantage, RouteName route) => component.Key switch
    {
        _ when component.Kind is ComponentKind.Configuration => IsNamed(component.Name, SetUp(vantage, route)),
        ComponentKey.InstanceOf one => one.Vantage == vantage.ToString(),
        ComponentKey.CommonCause common => CanMeetOneOf(common.Members, vantage, route),
        _ => IsNamed(component.Name, CrossedByAll(vantage, route)),
    };

    /// <summary>
    /// How the vantage and the route are set up. Every probe depends on it, and it shows in nothing but the symptoms of its own, so that it
    /// is among the components only where one of these was seen.
    /// </summary>
    internal Component[] SetUp(VantageName vantage, RouteName route) => _setUp.GetOrAdd((vantage, route), static cell =>
    [
        new(ComponentKind.Configuration, new ComponentKey.OfVantage(cell.Vantage.ToString()), Owner.Configuration),
        new(ComponentKind.Configuration, new ComponentKey.Named(cell.Route.ToString()), Owner.Configuration),
    ]);

    private bool CanMeetOneOf(IReadOnlyList<Component> members, VantageName vantage, RouteName route) =>
        members.Any(member => CanMeet(member, vantage, route));

    // It is asked for each suspect on each cell: as a lambda within the question it would be made each time, and for nothing.
    private static bool IsNamed(string name, Component[] among)
    {
        foreach (var component in among)
        {
            if (component.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a probe of this depth and variant meets a component of the kind that a whole completion crosses.</summary>
    internal static bool Meets(ProbedPath path, ComponentKind kind) =>
        (!path.IsUnsent || kind is ComponentKind.Configuration or ComponentKind.Credential) && kind switch
        {
            ComponentKind.TokenService or ComponentKind.Credential => path.Depth is not ProbeDepth.Path
                && path.Variant is not ProbeVariant.Keyless,
            ComponentKind.Quota or ComponentKind.Deployment or ComponentKind.GatewayUpstream or ComponentKind.Upstream =>
                path.Depth is ProbeDepth.Completion && path.Variant is not (ProbeVariant.Keyless or ProbeVariant.ListModels),
            ComponentKind.Dns => path.Variant is not ProbeVariant.OtherResolver,
            ComponentKind.Proxy => path.Variant is not ProbeVariant.NoProxy,
            ComponentKind.TrustStore => path.Variant is not ProbeVariant.SystemTrust,
            ComponentKind.Configuration or ComponentKind.Egress or ComponentKind.Corridor or ComponentKind.PrivateEndpoint
                or ComponentKind.Front or ComponentKind.Other => true,
        };

    /// <summary>What a path has in common with those over other routes that take the same way to the same server; null for none.</summary>
    internal string? WayOf(ProbedPath path)
    {
        var route = _routes[path.Route];
        return path.IsApart || path.IsUnsent
            ? null
            : $"{path.Vantage} {path.Depth} {path.Variant} {path.OnlyConnects} {path.Instance} {ServerOf(route)} "
                + $"{ProxyOf(_vantages[path.Vantage], route)} {route.Runtime}";
    }

    /// <summary>Whether the configuration of a route chooses what it meets of the kind.</summary>
    internal static bool IsChosen(ComponentKind kind) => kind is ComponentKind.Credential or ComponentKind.Deployment;

    /// <summary>A connection to an address alone meets the ways out, and without a proxy the way to the host.</summary>
    private static bool Connects(Component component, Component[] all) => component.Kind is ComponentKind.Egress
        || (component.Kind is ComponentKind.Corridor or ComponentKind.PrivateEndpoint
            && !Array.Exists(all, one => one.Kind is ComponentKind.Proxy));

    private static string Regional(string provider, Route route) =>
        route.Declared.ProviderRegion is null ? provider : $"{provider}/{route.Declared.ProviderRegion}";
}
