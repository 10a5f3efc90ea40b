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

/// <summary>The way a route reaches a model.</summary>
[JsonConverter(typeof(WireWordConverter<RouteKind>))]
public enum RouteKind
{
    /// <summary>OpenAI directly, or a server that the workload calls as if it were.</summary>
    [JsonStringEnumMemberName("openai")] OpenAI,

    /// <summary>An Azure OpenAI or Microsoft Foundry resource: the v1 surface or a dated <c>api-version</c>.</summary>
    [JsonStringEnumMemberName("azure-openai")] AzureOpenAI,

    /// <summary>An OpenAI-compatible gateway: LiteLLM, Kong, API Management, Cloudflare AI Gateway, or the like.</summary>
    [JsonStringEnumMemberName("gateway")] Gateway,
}

/// <summary>The call that a route's workload makes, and that its probe makes at depth <see cref="ProbeDepth.Completion"/>.</summary>
[JsonConverter(typeof(WireWordConverter<RequestKind>))]
public enum RequestKind
{
    /// <summary>A chat completion that is not streamed.</summary>
    [JsonStringEnumMemberName("chat")] Chat,

    /// <summary>A streamed chat completion.</summary>
    [JsonStringEnumMemberName("chat-stream")] ChatStream,

    /// <summary>A response (<c>POST responses</c>) that is not streamed.</summary>
    [JsonStringEnumMemberName("responses")] Responses,

    /// <summary>A streamed response.</summary>
    [JsonStringEnumMemberName("responses-stream")] ResponsesStream,

    /// <summary>An embedding of one word.</summary>
    [JsonStringEnumMemberName("embeddings")] Embeddings,
}

/// <summary>The HTTP version that a route's client asks for.</summary>
[JsonConverter(typeof(WireWordConverter<RouteHttp>))]
public enum RouteHttp
{
    /// <summary>HTTP/1.1, as most clients use.</summary>
    [JsonStringEnumMemberName("1.1")] Http11,

    /// <summary>HTTP/2 if the server chooses it by ALPN, else HTTP/1.1, as Go and httpx (<c>http2=True</c>) do.</summary>
    [JsonStringEnumMemberName("2")] Http2,
}

/// <summary>The proxy that a route's probe uses.</summary>
public abstract record ProxyChoice
{
    private protected ProxyChoice()
    {
    }

    /// <summary>The proxy of the runtime's environment, resolved as .NET resolves it, so as the workload sees it. The default.</summary>
    public sealed record FromEnvironment : ProxyChoice;

    /// <summary>No proxy, whatever the environment says.</summary>
    public sealed record Direct : ProxyChoice;

    /// <summary>One proxy for every request of the route.</summary>
    /// <param name="Url">An absolute <c>http</c>, <c>https</c> or <c>socks5</c> URL without user information.</param>
    public sealed record Explicit(Uri Url) : ProxyChoice;
}

/// <summary>
/// What an incident file may say of a route beside its configuration: who runs it, and what it shares with other routes. What nobody
/// declared is derived from the configuration.
/// </summary>
public sealed record DeclaredFacts
{
    /// <summary>Who runs the API, or for a gateway whose edge it stands behind, such as <c>cloudflare</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's region that serves the route.</summary>
    public string? ProviderRegion { get; init; }

    /// <summary>What shares one quota, such as an account or a subscription's region.</summary>
    public string? QuotaScope { get; init; }

    /// <summary>What shares one key or identity; never the key.</summary>
    public string? CredentialId { get; init; }

    /// <summary>The proxy that the route goes through, as people call it; null for the one of its <see cref="Route.Proxy"/>.</summary>
    public string? Proxy { get; init; }

    /// <summary>Whether the route is reached by a private endpoint.</summary>
    public bool IsPrivate { get; init; }
}
