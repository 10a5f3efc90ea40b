using System.Collections.Concurrent;

namespace ProbeFleet.Core.Topology;

/// <summary>
/// Makes the components that the cells of a fleet cross; <see cref="FleetTopology"/> says which they are. There are far fewer of them than
/// cells that cross them: what hangs on the vantage or the route alone is made once for it, and what lies between two ends once for both.
/// </summary>
internal sealed class CellComponents
{
    private readonly FleetTopology _fleet;
    private readonly HashSet<string> _crowdedRegions;
    private readonly HashSet<string> _sharedNetworks;
    private readonly HashSet<string> _sharedEdges;
    private readonly HashSet<ComponentKey> _versionedDeployments;
    private readonly ConcurrentDictionary<VantageName, NearEnd> _nearEnds = [];
    private readonly ConcurrentDictionary<(RouteName Route, VantageName? Identity), FarEnd> _farEnds = [];
    private readonly ConcurrentDictionary<(ComponentKind Kind, string From, string To), Component> _between = [];

    public CellComponents(FleetTopology fleet)
    {
        _fleet = fleet;
        var (vantages, routes) = (fleet.Vantages, fleet.Routes);
        var severalProviders =
            routes.Where(route => !route.Declared.IsPrivate).Select(FleetTopology.ProviderOf).Distinct().Skip(1).Any();
        _crowdedRegions = !severalProviders
            ? []
            : [.. vantages.Where(vantage => vantage.Region is not null).GroupBy(vantage => vantage.Region!)
            .Where(region => region.Count() > 1).Select(region => region.Key)];
        _sharedNetworks = [.. vantages.Where(vantage => vantage.Network is not null).GroupBy(NetworkOf)
            .Where(network => network.Count() > 1).Select(network => network.Key)];
        _sharedEdges = [.. routes.Where(route => route is { Kind: RouteKind.Gateway, Declared.Provider: not null })
            .GroupBy(route => route.Declared.Provider!)
            .Where(edge => edge.DistinctBy(route => FleetTopology.ServerOf(route)).Skip(1).Any()).Select(edge => edge.Key)];
        _versionedDeployments = [.. routes.GroupBy(DeploymentOf)
            .Where(deployment => deployment.DistinctBy(route => route.ApiVersion).Skip(1).Any()).Select(deployment => deployment.Key)];
    }

    /// <summary>The components that a whole completion of the vantage over the route crosses, in order.</summary>
    public Component[] CrossedBy(FleetVantage vantage, Route route)
    {
        if (!_nearEnds.TryGetValue(vantage.Name, out var near))
        {
            near = _nearEnds[vantage.Name] = NearEndOf(vantage);
        }

        // A vantage's own identity is another credential on each.
        var isOwn = route is { Credential: CredentialSource.ManagedIdentity { ClientId: null }, Declared.CredentialId: null };
        // A vault is read with the identity of the runtime too.
        var usesIdentity = route.Credential is CredentialSource.ManagedIdentity or CredentialSource.KeyVaultSecret;
        (RouteName, VantageName?) ends = (route.Name, isOwn ? vantage.Name : null);
        if (!_farEnds.TryGetValue(ends, out var far))
        {
            far = _farEnds[ends] = FarEndOf(vantage, route);
        }

        Component?[] crossed =
        [
            usesIdentity ? near.Tokens : null,
            far.Vault,
            .. near.Network,
            near.IsCrowded && !route.Declared.IsPrivate ? Between(ComponentKind.Egress, near.Name, far.Provider) : null,
            FleetTopology.ProxyOf(vantage, route) is { } proxy ? Between(ComponentKind.Proxy, "", proxy) : null,
            route.Declared.IsPrivate
                ? Between(ComponentKind.PrivateEndpoint, near.NetworkName, FleetTopology.ServerOf(route))
                : Between(ComponentKind.Corridor, near.Region, far.Provider),
            route.Runtime is { } runtime
                ? Path(ComponentKind.TrustStore, new ComponentKey.OfRuntime(runtime, near.TrustStore.Key.Text))
                : near.TrustStore,
            .. far.Fronts,
            far.Credential is { } key && route.Credential is not CredentialSource.ManagedIdentity
                && far.FirstProbers.Exists(other => other != vantage.Name)
                ? Between(ComponentKind.Credential, key.Key.Text, near.Name)
                : null,
            usesIdentity && !isOwn ? near.Identity : null,
            far.Credential,
            .. far.Model,
        ];
        return Array.FindAll(crossed, component => component is not null)!;
    }

    private Component Between(ComponentKind kind, string from, string to) =>
        _between.GetOrAdd((kind, from, to), static ends => ends.Kind switch
        {
            ComponentKind.Credential => new(ends.Kind, new ComponentKey.KeyOn(ends.From, ends.To), Owner.Authentication),
            ComponentKind.Proxy => Path(ends.Kind, new ComponentKey.Named(ends.To)),
            _ => Path(ends.Kind, new ComponentKey.Way(ends.From, ends.To)),
        });

    /// <summary>What hangs on a vantage alone.</summary>
    /// <param name="IsCrowded">Whether its region has several vantages, and the fleet several providers.</param>
    private sealed record NearEnd(
        string Name, string NetworkName, string Region, bool IsCrowded, Component Tokens, Component Identity, Component?[] Network,
        Component TrustStore);

    private NearEnd NearEndOf(FleetVantage vantage)
    {
        var (name, network) = (vantage.Name.ToString(), NetworkOf(vantage));
        var region = vantage.Region ?? name;
        return new(
            name, network, region, vantage.Region is not null && _crowdedRegions.Contains(region),
            new(ComponentKind.TokenService, new ComponentKey.Named(region), Owner.Authentication),
            new(ComponentKind.Credential, new ComponentKey.IdentityOf(name), Owner.Authentication),
            [
                Path(ComponentKind.Dns, new ComponentKey.Named(
                    vantage.Resolver is null or AzureCloud.Resolver ? network : vantage.Resolver)),
                Path(ComponentKind.Egress, new ComponentKey.Named(name)),
                _sharedNetworks.Contains(network) ? Path(ComponentKind.Egress, new ComponentKey.Network(network)) : null,
            ],
            Path(ComponentKind.TrustStore, new ComponentKey.Named(vantage.Image ?? name)));
    }

    /// <summary>What hangs on a route alone, or on it and the vantage's own identity.</summary>
    /// <param name="Credential">Null for a route that needs none.</param>
    /// <param name="FirstProbers">The first two vantages that probe the route: two are enough to know that another one does.</param>
    private sealed record FarEnd(
        string Provider, Component? Vault, Component?[] Fronts, Component? Credential, List<VantageName> FirstProbers, Component?[] Model);

    private FarEnd FarEndOf(FleetVantage vantage, Route route)
    {
        var (host, credential, deployment) = (FleetTopology.ServerOf(route), CredentialOf(vantage, route), DeploymentOf(route));
        var isGateway = route.Kind is RouteKind.Gateway;
        var served = !isGateway ? route : route.Fronts is { } fronts ? _fleet.RouteOf(fronts) : null;
        return new(
            FleetTopology.ProviderOf(route),
            route.Credential is CredentialSource.KeyVaultSecret secret
                ? new(ComponentKind.TokenService, new ComponentKey.Named(secret.SecretUri.Host), Owner.Authentication)
                : null,
            [
                isGateway && route.Declared.Provider is { } edge && _sharedEdges.Contains(edge)
                    ? new(ComponentKind.Front, new ComponentKey.Named(edge), Owner.RouteProvider)
                    : null,

                // Direct OpenAI's own edge is the API operator's; an Azure resource and a gateway are run by the route's provider.
                new(
                    ComponentKind.Front, new ComponentKey.Named(host),
                    route.Kind is RouteKind.OpenAI ? Owner.ApiServer : Owner.RouteProvider),
            ],
            route.Credential is CredentialSource.None ? null : new(ComponentKind.Credential, credential, Owner.Authentication),
            [.. _fleet.Vantages.Select(other => other.Name).Where(route.IsProbedFrom).Take(2)],
            [
                new(ComponentKind.Quota, QuotaOf(route, credential), Owner.Quota),
                new(ComponentKind.Deployment, deployment, Owner.Configuration),
                _versionedDeployments.Contains(deployment)
                    ? new(ComponentKind.Deployment, new ComponentKey.OfVersion(deployment, route.ApiVersion), Owner.Configuration)
                    : null,
                isGateway ? new(ComponentKind.GatewayUpstream, new ComponentKey.BehindGateway(host), Owner.RouteProvider) : null,
                served is null
                    ? null
                    : new(ComponentKind.Upstream, new ComponentKey.Named(FleetTopology.ProviderOf(served)), Owner.ApiServer),
            ]);
    }

    private static Component Path(ComponentKind kind, ComponentKey key) => new(kind, key, Owner.ConnectionPath);

    private static string NetworkOf(FleetVantage vantage) => vantage.Network?.Split('/')[0] ?? vantage.Name.ToString();

    private static ComponentKey CredentialOf(FleetVantage vantage, Route route) => route switch
    {
        { Declared.CredentialId: { } stated } => new ComponentKey.Named(stated),
        { Credential: CredentialSource.ManagedIdentity { ClientId: null } } => new ComponentKey.IdentityOf(vantage.Name.ToString()),
        { Credential: CredentialSource.EnvironmentVariable variable } => new ComponentKey.Named(variable.Name),
        _ => new ComponentKey.Named($"{route.Credential}"),
    };

    private static ComponentKey QuotaOf(Route route, ComponentKey credential) => route switch
    {
        { Declared.QuotaScope: { } stated } => new ComponentKey.Named(stated),
        { Kind: RouteKind.AzureOpenAI } => DeploymentOf(route),
        _ => new ComponentKey.AtHost(FleetTopology.ServerOf(route), credential.Text),
    };

    private static ComponentKey.AtHost DeploymentOf(Route route) => new(FleetTopology.ServerOf(route), route.Model);
}
