namespace ProbeFleet.Core.Model;

/// <summary>What was observed while the route was configured.</summary>
public sealed record ConfigureFacts
{
    /// <summary>The request's method and URL, sanitized: <c>POST https://api.openai.com/v1/chat/completions</c>.</summary>
    public required string Request { get; init; }

    /// <summary>The proxy decision.</summary>
    public required ProxyFacts Proxy { get; init; }

    /// <summary>The sanitized values of variables that redirect the workload's client (<c>OPENAI_BASE_URL</c>), by name.</summary>
    public IReadOnlyDictionary<string, string>? Overrides { get; init; }

    /// <summary>
    /// Whether the credential was withheld, and the depth reduced to <c>path</c>, because the route is plain http through a proxy that
    /// would have read it; absent when it was sent or there is none.
    /// </summary>
    public bool? CredentialWithheld { get; init; }

    /// <summary>How the request differs because the server asked for it in this probe or the baseline's; absent if it does not.</summary>
    public IReadOnlyList<ShapeChange>? Shape { get; init; }

    /// <summary>
    /// Why the probe sent the request again, by the answer to the one before; absent when it is the only one. Times and stages are the
    /// last one's.
    /// </summary>
    public string? Repeated { get; init; }
}

/// <summary>The proxy decision and its source.</summary>
public sealed record ProxyFacts
{
    /// <summary>The proxy's URL without user information; absent when the request goes direct.</summary>
    public string? Url { get; init; }

    /// <summary>The source of the decision: a variable's name (<c>https_proxy</c>), <c>configuration</c>, or <c>none</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Whether a proxy is set but bypassed for this host.</summary>
    public bool Bypassed { get; init; }

    /// <summary>What .NET does differently from curl, Python or Node with this environment; absent when they agree.</summary>
    public string? Note { get; init; }
}

/// <summary>What was observed while a credential was obtained. Never contains the credential.</summary>
public sealed record CredentialFacts
{
    /// <summary>The source as configured: <c>env:OPENAI_API_KEY</c>, <c>managed-identity</c>, …</summary>
    public required string Source { get; init; }

    /// <summary>How the credential is sent: <c>api-key</c> header, <c>bearer-key</c>, <c>bearer-token</c>, or <c>none</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>The first 12 hexadecimal digits of a keyed hash, which tells two credentials apart and reveals neither.</summary>
    public string? Identity { get; init; }

    /// <summary>
    /// The same hash of the OpenAI organization and project in the route's headers (<c>OpenAI-Organization</c>, <c>OpenAI-Project</c>);
    /// absent when there is none.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>The managed identity that got a token or read a vault: its client ID, or <c>system-assigned</c>; null for none.</summary>
    public string? ManagedIdentity { get; init; }

    /// <summary>The environment's proxy for the identity endpoint, without user information; absent when it is asked directly.</summary>
    public string? Proxy { get; init; }

    /// <summary>The status with which the token endpoint or vault refused; absent when it granted the request or did not answer.</summary>
    public int? Status { get; init; }

    /// <summary>The scope of the requested token; absent when none was requested.</summary>
    public string? Scope { get; init; }

    /// <summary>The token's expiry; absent when it states none.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A change to a probe's request that the server asked for.</summary>
[JsonConverter(typeof(WireWordConverter<ShapeChange>))]
public enum ShapeChange
{
    /// <summary>The answer is streamed.</summary>
    [JsonStringEnumMemberName("stream")] Stream,

    /// <summary>The token limit is called <c>max_tokens</c>.</summary>
    [JsonStringEnumMemberName("max-tokens")] MaxTokens,

    /// <summary>The token limit is called <c>max_completion_tokens</c> where the older name is usual.</summary>
    [JsonStringEnumMemberName("max-completion-tokens")] MaxCompletionTokens,

    /// <summary>The token limit is larger than the probe's usual one.</summary>
    [JsonStringEnumMemberName("more-tokens")] MoreTokens,

    /// <summary>The operation is <c>responses</c> instead of <c>chat/completions</c>.</summary>
    [JsonStringEnumMemberName("responses")] Responses,

    /// <summary>A completion is asked for instead of the list of models, because the server has no such list.</summary>
    [JsonStringEnumMemberName("no-model-list")] NoModelList,
}
