using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Month;

/// <summary>
/// All kinds of fault: the generator's own, typical and misleading, slow ones, and those of the generator that somebody else wrote.
/// </summary>
internal sealed class FaultRecipes(Draws draws, CrossedComponents crossed)
{
    /// <summary>Draws one fault of each kind that the fleet can have.</summary>
    public IEnumerable<FaultRecipe> DrawAll() =>
    [
        .. crossed.Kinds.Select(kind => Plain(kind, misleading: false)),
        .. crossed.Kinds.Where(_ => draws.Chance(.3)).Select(kind => Plain(kind, misleading: true)),
        .. crossed.Kinds.Select(Slow).OfType<FaultRecipe>(),
        .. Others(),
    ];

    private FaultRecipe Plain(ComponentKind kind, bool misleading)
    {
        var component = crossed.Draw(draws, kind);
        return new($"{WireWord.Of(kind)}{(misleading ? ", misleading" : "")}", component, path => crossed.By(path).Contains(component))
        {
            Symptoms = misleading
                ? [.. Concat(TrueSymptoms.Misleading(kind, gateway: false), TrueSymptoms.Misleading(kind, gateway: true))]
                : null,
        };
    }

    private static IEnumerable<(Cause, double)> Concat(IReadOnlyList<Cause> direct, IReadOnlyList<Cause> gateway) =>
        direct.Intersect(gateway).Select(cause => (cause, 1.0));

    private FaultRecipe? Slow(ComponentKind kind)
    {
        Stage? stage = kind switch
        {
            ComponentKind.TokenService => Stage.Credential,
            ComponentKind.Dns => Stage.Resolve,
            ComponentKind.Egress or ComponentKind.Corridor => Stage.Connect,
            ComponentKind.Upstream => Stage.Respond,
            _ => null,
        };
        return stage is null ? null : Plain(kind, misleading: false) with
        {
            Name = $"{WireWord.Of(kind)}, slow",
            Slow = stage,
            Rate = .9,
            Owners = kind is ComponentKind.Upstream ? [Owner.ApiServer, Owner.RouteProvider] : [],
        };
    }

    private IEnumerable<FaultRecipe> Others()
    {
        yield return Of("gateway-upstream-key", ComponentKind.GatewayUpstream, Cause.AuthInvalidKey);
        yield return ToOneHost("proxy-block-page", ComponentKind.Proxy, Cause.HttpNotApi);
        yield return ToOneHost("proxy-deny", ComponentKind.Proxy, Cause.ProxyDenied);
        yield return ToOneHost("ca-missing", ComponentKind.TrustStore, Cause.TlsUntrustedRoot);
        yield return ToHalfOfHosts("dns-names", ComponentKind.Dns, Cause.DnsNxdomain);
        yield return Of("dns-down", ComponentKind.Dns, Cause.DnsTimeout);
        yield return Of("tls-inspection", ComponentKind.Proxy, Cause.TlsUntrustedRoot);
        yield return Of("quota-shared", ComponentKind.Quota, Cause.QuotaRate) with { Rate = .5 };
        yield return Of("gateway-slow", ComponentKind.GatewayUpstream, Cause.HttpHeaderTimeout) with { Rate = .6 };
        yield return Egress("nsg-all", component => component.IsNetwork, Cause.TcpTimeout);
        yield return Egress("partial-instances", component => !component.IsNarrow && !component.IsNetwork, Cause.TcpTimeout) with
        {
            Rate = .3,
        };
        yield return Egress("egress-blocked", component => !component.IsNarrow && !component.IsNetwork, Cause.AuthIpNotAllowed) with
        {
            Owners = [Owner.ConnectionPath, Owner.Authentication],
        };
        yield return Named("vantage-key", crossed.Draw(
            draws, component => component is { Kind: ComponentKind.Credential, IsNarrow: true }), Cause.AuthInvalidKey);
        yield return ModelEngine();
        yield return HubFirewall();
    }

    private FaultRecipe Of(string name, ComponentKind kind, Cause cause) => Named(name, crossed.Draw(draws, kind), cause);

    private FaultRecipe Egress(string name, Func<Component, bool> which, Cause cause) =>
        Named(name, crossed.Draw(draws, component => component.Kind is ComponentKind.Egress && which(component)), cause);

    private FaultRecipe Named(string name, Component component, Cause cause) =>
        new(name, component, path => crossed.By(path).Contains(component)) { Symptoms = [(cause, 1)], Rate = 1 };

    private FaultRecipe ToOneHost(string name, ComponentKind kind, Cause cause)
    {
        var whole = Of(name, kind, cause);
        var host = draws.Pick(crossed.HostsBehind(whole.Component));
        return whole with { Touches = path => crossed.HostOf(path) == host && crossed.By(path).Contains(whole.Component) };
    }

    private FaultRecipe ToHalfOfHosts(string name, ComponentKind kind, Cause cause)
    {
        var whole = Of(name, kind, cause);
        var hosts = crossed.HostsBehind(whole.Component).Where((_, index) => index % 2 == 0).ToHashSet(StringComparer.Ordinal);
        return whole with { Touches = path => hosts.Contains(crossed.HostOf(path)) && crossed.By(path).Contains(whole.Component) };
    }

    /// <summary>One model's engine is broken wherever it is deployed.</summary>
    private FaultRecipe ModelEngine()
    {
        var model = draws.Pick([.. crossed.Fleet.Routes.Where(route => route.Kind is RouteKind.AzureOpenAI).Select(route => route.Model)]);
        var upstream = crossed.Draw(draws, ComponentKind.Upstream);
        var routes = crossed.Fleet.Routes.Where(route => route.Kind is RouteKind.AzureOpenAI && route.Model == model)
            .Select(route => route.Name).ToHashSet();
        return new("model-engine", upstream, path => routes.Contains(path.Route) && crossed.By(path).Any(
            component => component.Kind is ComponentKind.Upstream))
        {
            Symptoms = [(Cause.ServerError, 1)],
            Owners = [Owner.ApiServer, Owner.RouteProvider],
            Rate = 1,
        };
    }

    /// <summary>A firewall that nobody declared, which two networks share.</summary>
    private FaultRecipe HubFirewall()
    {
        var networks = crossed.Fleet.Vantages.Select(vantage => vantage.Network).Distinct().Take(2).ToHashSet();
        var from = crossed.Fleet.Vantages.Where(vantage => networks.Contains(vantage.Network)).Select(vantage => vantage.Name).ToHashSet();
        return new("hub-firewall", new(ComponentKind.Egress, "hidden", Owner.ConnectionPath), path => from.Contains(path.Vantage))
        {
            Symptoms = [(Cause.TcpTimeout, 1)],
            Owners = [Owner.ConnectionPath, Owner.Unknown],
            Rate = 1,
        };
    }
}

/// <summary>The components of a fleet by its paths, each asked for once.</summary>
internal sealed class CrossedComponents
{
    private readonly Dictionary<ProbedPath, IReadOnlySet<Component>> _byPath = [];
    private readonly IReadOnlyList<Component> _all;

    public CrossedComponents(FleetTopology fleet)
    {
        Fleet = fleet;
        Cells = [.. from vantage in fleet.Vantages
                    from route in fleet.Routes
                    where route.IsProbedFrom(vantage.Name)
                    select new ProbedPath(vantage.Name, route.Name)];
        _all = [.. Cells.SelectMany(By).Distinct().OrderBy(component => component.Name, StringComparer.Ordinal)];
        Kinds = [.. _all.Select(component => component.Kind).Distinct()];
    }

    public FleetTopology Fleet { get; }

    public IReadOnlyList<ProbedPath> Cells { get; }

    public IReadOnlyList<ComponentKind> Kinds { get; }

    public IReadOnlySet<Component> By(ProbedPath path)
    {
        if (!_byPath.TryGetValue(path, out var components))
        {
            components = _byPath[path] = Fleet.Crossed(path).ToHashSet();
        }

        return components;
    }

    public string HostOf(ProbedPath path) => Fleet.RouteOf(path.Route)!.BaseUrl.Host;

    public IReadOnlyList<string> HostsBehind(Component component) =>
        [.. Cells.Where(cell => By(cell).Contains(component)).Select(HostOf).Distinct()];

    public Component Draw(Draws draws, ComponentKind kind) => Draw(draws, component => component.Kind == kind && !component.IsNarrow);

    public Component Draw(Draws draws, Func<Component, bool> which) => draws.Pick([.. _all.Where(which)]);
}
