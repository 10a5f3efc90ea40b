namespace ProbeFleet.Core.Model;

/// <summary>What was seen while the route was configured.</summary>
public sealed record ConfigureFacts
{
    /// <summary>The request's method and URL, sanitized: <c>POST https://api.openai.com/v1/chat/completions</c>.</summary>
    public required string Request { get; init; }

    /// <summary>The proxy decision.</summary>
    public required ProxyFacts Proxy { get; init; }

    /// <summary>Environment variables that would redirect the workload's client (such as <c>OPENAI_BASE_URL</c>), name → sanitized value.</summary>
    public IReadOnlyDictionary<string, string>? Overrides { get; init; }

    /// <summary>
    /// Whether the credential was not sent, and the depth reduced to <c>path</c>, because the route is plain http through a proxy,
    /// which would have read it. Absent when it was sent, or when there is none.
    /// </summary>
    public bool? CredentialWithheld { get; init; }

    /// <summary>
    /// How the request differs from the usual one, because the server asked for it in this probe or in the one of the baseline; absent when it does not.
    /// </summary>
    public IReadOnlyList<ShapeChange>? Shape { get; init; }

    /// <summary>Why this is the second request of the probe; absent when it is the only one. Times and stages are this request's.</summary>
    public string? Repeated { get; init; }
}

/// <summary>Which proxy applies, and why.</summary>
public sealed record ProxyFacts
{
    /// <summary>The proxy's URL without user information; absent when the request goes direct.</summary>
    public string? Url { get; init; }

    /// <summary>Where the decision comes from: a variable's name (<c>https_proxy</c>), <c>configuration</c>, or <c>none</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Whether a proxy is set but bypassed for this host.</summary>
    public bool Bypassed { get; init; }

    /// <summary>What .NET does differently from curl, Python or Node with this environment; absent when they agree.</summary>
    public string? Note { get; init; }
}

/// <summary>What was seen while a credential was obtained. Never the credential.</summary>
public sealed record CredentialFacts
{
    /// <summary>The source as configured: <c>env:OPENAI_API_KEY</c>, <c>managed-identity</c>, …</summary>
    public required string Source { get; init; }

    /// <summary>How it is sent: <c>api-key</c> header, <c>bearer-key</c>, <c>bearer-token</c>, or <c>none</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>The first 12 hexadecimal digits of a keyed hash: tells two credentials apart and reveals neither.</summary>
    public string? Identity { get; init; }

    /// <summary>
    /// The same of the OpenAI organization and project that the route's own headers name (<c>OpenAI-Organization</c>, <c>OpenAI-Project</c>);
    /// absent when they name none.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>
    /// The managed identity that was asked for, for a token or to read a vault: its client id, or <c>system-assigned</c>; null when none was.
    /// </summary>
    public string? ManagedIdentity { get; init; }

    /// <summary>The proxy that the environment sends the identity's endpoint through, without user information; absent when it is asked directly.</summary>
    public string? Proxy { get; init; }

    /// <summary>The status with which the token endpoint or vault refused; absent when none answered, or it gave what was asked for.</summary>
    public int? Status { get; init; }

    /// <summary>The token scope that was asked for, when a token was.</summary>
    public string? Scope { get; init; }

    /// <summary>The token's expiry, when it says one.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
