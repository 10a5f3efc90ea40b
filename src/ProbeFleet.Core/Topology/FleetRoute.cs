using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Topology;

/// <summary>What the topology needs to know of a route: a route of <c>fleet.json</c> with optional facts about who runs it.</summary>
public sealed record FleetRoute
{
    /// <summary>The route's unique name.</summary>
    public required RouteName Name { get; init; }

    /// <summary>The kind of route.</summary>
    public required RouteKind Kind { get; init; }

    /// <summary>The absolute base URL.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The model or deployment.</summary>
    public required string Model { get; init; }

    /// <summary>For <see cref="RouteKind.AzureOpenAI"/>: the API version.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The credential source as configuration writes it: <c>env:NAME</c>, <c>managed-identity</c>, <c>keyvault:URI</c>, <c>none</c>.</summary>
    public string Credential { get; init; } = "none";

    /// <summary>For a gateway: the direct route it stands before.</summary>
    public RouteName? Fronts { get; init; }

    /// <summary>Patterns of the vantages that probe this route; empty means all.</summary>
    public IReadOnlyList<string> Vantages { get; init; } = [];

    /// <summary>The route's own proxy: null for the vantage's, <c>none</c> for no proxy, or <c>host[:port]</c>.</summary>
    public string? Proxy { get; init; }

    /// <summary>Who runs the API, or for a gateway whose edge it stands behind, such as <c>cloudflare</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's region that serves the route.</summary>
    public string? ProviderRegion { get; init; }

    /// <summary>What shares one quota, such as an account or a subscription's region.</summary>
    public string? QuotaScope { get; init; }

    /// <summary>What shares one key or identity; never the key.</summary>
    public string? CredentialId { get; init; }

    /// <summary>The workload's runtime that makes the call; null for the vantage's own process.</summary>
    public WorkloadRuntime? Runtime { get; init; }

    /// <summary>Whether the route is reached by a private endpoint.</summary>
    public bool Private { get; init; }

    /// <summary>The route of a live fleet.</summary>
    /// <param name="route">The configured route.</param>
    public static FleetRoute From(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return new()
        {
            Name = route.Name,
            Kind = route.Kind,
            BaseUrl = route.BaseUrl,
            Model = route.Model,
            ApiVersion = route.ApiVersion,
            Credential = route.Credential.ToString() ?? "none",
            Fronts = route.Fronts,
            Vantages = route.Vantages,
            Proxy = route.Proxy switch
            {
                ProxyChoice.Direct => "none",
                ProxyChoice.Explicit explicitly => explicitly.Url.Authority,
                _ => null,
            },
            Runtime = route.Runtime,
        };
    }

    /// <summary>Whether a vantage probes this route.</summary>
    /// <param name="vantage">The vantage.</param>
    public bool IsProbedFrom(VantageName vantage) =>
        Vantages is [] || Vantages.Any(pattern => VantagePattern.Matches(pattern, vantage));
}
