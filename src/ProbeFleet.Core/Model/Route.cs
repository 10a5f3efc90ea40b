namespace ProbeFleet.Core.Model;

/// <summary>One way to reach a model, exactly as the workload calls it.</summary>
public sealed record Route
{
    /// <summary>The route's unique name.</summary>
    public required RouteName Name { get; init; }

    /// <summary>The kind of route.</summary>
    public required RouteKind Kind { get; init; }

    /// <summary>The absolute <c>http</c> or <c>https</c> base URL that the workload's client is configured with.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The model; for <see cref="RouteKind.AzureOpenAI"/> the deployment.</summary>
    public required string Model { get; init; }

    /// <summary><c>v1</c> or a dated version such as <c>2024-10-21</c>; null unless <see cref="RouteKind.AzureOpenAI"/>.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The call that the workload makes. Default <see cref="RequestKind.Chat"/>.</summary>
    public RequestKind Request { get; init; }

    /// <summary>Where the credential comes from.</summary>
    public required CredentialSource Credential { get; init; }

    /// <summary>For a gateway: the direct route that it fronts, the control that decides "gateway or upstream".</summary>
    public RouteName? Fronts { get; init; }

    /// <summary>Patterns (<c>*</c> matches any characters) of the vantages that probe this route; empty means all.</summary>
    public IReadOnlyList<string> Vantages { get; init; } = [];

    /// <summary>Whether the route is meant to be on the machine that probes it: a server or sidecar at a loopback address.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The proxy that the probe uses.</summary>
    public ProxyChoice Proxy { get; init; } = new ProxyChoice.FromEnvironment();

    /// <summary>The HTTP version that the workload's client asks for.</summary>
    public RouteHttp Http { get; init; }

    /// <summary>How often a vantage checks the route's idle connections; null to use the fleet's setting.</summary>
    public TimeSpan? ReuseEvery { get; init; }

    /// <summary>The environment variables that hold the values of extra request headers (<c>OpenAI-Project</c>), by header name.</summary>
    public IReadOnlyDictionary<string, CredentialSource.EnvironmentVariable> Headers { get; init; } =
        new Dictionary<string, CredentialSource.EnvironmentVariable>();

    /// <summary>The workload's runtime that makes the call; null for this process itself.</summary>
    public WorkloadRuntime? Runtime { get; init; }

    /// <summary>What an incident file says of it beside that; nothing for a route of <c>fleet.json</c>.</summary>
    public DeclaredFacts Declared { get; init; } = new();

    /// <summary>Whether the vantage probes this route.</summary>
    public bool IsProbedFrom(VantageName vantage) =>
        Vantages is [] || Vantages.Any(pattern => VantagePattern.Matches(pattern, vantage));
}
