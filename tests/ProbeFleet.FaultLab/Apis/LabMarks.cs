using Marks = System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, string>>;

namespace ProbeFleet.FaultLab.Apis;

/// <summary>The headers by which each answerer is known (docs of each, and public dumps of 2023 to 2026).</summary>
internal static class LabMarks
{
    private static readonly Marks Cloudflare =
    [
        new("Server", "cloudflare"), new("CF-RAY", "9a1b2c3d4e5f6789-ARN"), new("cf-cache-status", "DYNAMIC"), new(
            "alt-svc", "h3=\":443\"; ma=86400"),
    ];

    private static readonly Marks OpenAIRefused =
    [
        .. Cloudflare,
        new("x-request-id", "req_{id}"), new("openai-version", "2020-10-01"), new("openai-processing-ms", "12"),
        new("x-openai-proxy-wasm", "v0.1"), new("access-control-expose-headers", "X-Request-ID, CF-Ray"),
        new("strict-transport-security", "max-age=31536000; includeSubDomains; preload"),
        new("set-cookie", "__cf_bm=lab-cookie-value; path=/; Domain=api.openai.com; HttpOnly; Secure; SameSite=None"),
    ];

    /// <summary>OpenAI, before it knew who called.</summary>
    public static Marks OpenAIUnauthenticated { get; } = [.. OpenAIRefused, new("www-authenticate", "Bearer realm=\"OpenAI API\"")];

    /// <summary>OpenAI, after it knew who called.</summary>
    public static Marks OpenAI { get; } =
    [
        .. OpenAIRefused,
        new("openai-organization", "lab-org"), new("openai-project", "proj_lab"),
    ];

    /// <summary>OpenAI, after limits were counted.</summary>
    public static Marks OpenAIWithLimits { get; } =
    [
        .. OpenAI,
        new("x-ratelimit-limit-requests", "500"), new("x-ratelimit-limit-tokens", "200000"),
        new("x-ratelimit-remaining-requests", "499"), new("x-ratelimit-remaining-tokens", "199992"),
        new("x-ratelimit-reset-requests", "120ms"), new("x-ratelimit-reset-tokens", "2ms"),
    ];

    /// <summary>Only Cloudflare's edge.</summary>
    public static Marks CloudflareEdge { get; } = Cloudflare;

    /// <summary>Azure's front door, before any backend.</summary>
    public static Marks AzureFrontDoor { get; } =
    [
        new("apim-request-id", "{uuid}"), new("strict-transport-security", "max-age=31536000; includeSubDomains; preload"),
        new("x-content-type-options", "nosniff"),
    ];

    /// <summary>Azure's model backend, through the front door.</summary>
    public static Marks AzureBackend { get; } =
    [
        .. AzureFrontDoor,
        new("x-ms-region", "Sweden Central"), new("x-request-id", "{other-uuid}"), new("x-ms-client-request-id", "{uuid}"),
        new("azureml-model-session", "d065-20261101000000"), new("x-ms-deployment-name", "chat"),
        new("x-ratelimit-limit-requests", "60"), new("x-ratelimit-limit-tokens", "60000"),
        new("x-ratelimit-remaining-requests", "59"), new("x-ratelimit-remaining-tokens", "59992"),
    ];

    /// <summary>LiteLLM's own.</summary>
    public static Marks LiteLlm { get; } =
        [new("server", "uvicorn"), new("x-litellm-call-id", "{uuid}"), new("x-litellm-version", "1.80.0")];

    /// <summary>LiteLLM after it asked a model.</summary>
    public static Marks LiteLlmUpstream { get; } =
    [
        .. LiteLlm,
        new("x-litellm-model-id", "lab-model-1"), new("x-litellm-model-api-base", "https://api.openai.com"),
        new("x-litellm-response-duration-ms", "210.3"), new("x-litellm-overhead-duration-ms", "4.1"),
        new("x-litellm-attempted-retries", "0"), new("x-litellm-attempted-fallbacks", "0"),
        new("llm_provider-x-request-id", "req_{id}"), new("llm_provider-openai-processing-ms", "180"),
    ];

    /// <summary>Kong, when it made the response.</summary>
    public static Marks KongItself { get; } = [new("Server", "kong/3.8.0"), new("X-Kong-Request-Id", "{id}"), new(
        "X-Kong-Response-Latency", "1")];

    /// <summary>Kong, when it relayed a response.</summary>
    public static Marks KongRelayed { get; } =
    [
        new("Via", "1.1 kong/3.8.0"), new("X-Kong-Request-Id", "{id}"), new(
            "X-Kong-Upstream-Latency", "205"), new("X-Kong-Proxy-Latency", "2"),
        new("x-request-id", "req_{id}"), new("openai-processing-ms", "180"), new("openai-version", "2020-10-01"),
    ];

    /// <summary>API Management, when it made the response.</summary>
    public static Marks ApiManagementItself { get; } = [new("Ocp-Apim-Trace-Location", "lab"), new("Request-Context", "appId=cid-v1:lab")];

    /// <summary>API Management, when it relayed an Azure backend's response.</summary>
    public static Marks ApiManagementRelayed { get; } = [.. ApiManagementItself, .. AzureBackend];

    /// <summary>Cloudflare AI Gateway.</summary>
    public static Marks CloudflareAIGateway { get; } =
        [.. Cloudflare, new("cf-aig-log-id", "{id}"), new("cf-aig-event-id", "{id}"), new(
            "cf-aig-cache-status", "MISS"), new("cf-aig-step", "0")];

    /// <summary>OpenRouter.</summary>
    public static Marks OpenRouter { get; } = [.. Cloudflare, new("X-Generation-Id", "gen-1795000000-{id}")];

    /// <summary>Portkey.</summary>
    public static Marks Portkey { get; } =
    [
        new("x-portkey-trace-id", "{uuid}"), new("x-portkey-retry-attempt-count", "0"), new("x-portkey-cache-status", "DISABLED"),
        new("x-portkey-last-used-option-index", "config"),
    ];

    /// <summary>Envoy, when it made the response.</summary>
    public static Marks EnvoyItself { get; } = [new("server", "envoy")];

    /// <summary>Envoy, when it relayed a response.</summary>
    public static Marks EnvoyRelayed { get; } = [.. EnvoyItself, new(
        "x-envoy-upstream-service-time", "203"), new("x-request-id", "{uuid}")];

    /// <summary>nginx.</summary>
    public static Marks Nginx { get; } = [new("Server", "nginx/1.27.4")];
}
