namespace ProbeFleet.Core.Recognition;

/// <summary>A response's headers, and the lists of those that may be kept.</summary>
internal sealed class ResponseHeaders(IReadOnlyList<KeyValuePair<string, string>> headers)
{
    /// <summary>
    /// The headers kept with their values: responder marks, request IDs, limits, waiting times. Never cookies, credentials or URLs inside
    /// a gateway.
    /// </summary>
    public static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "server", "via", "date", "content-type", "www-authenticate", "proxy-authenticate", "retry-after", "retry-after-ms",
        "x-ms-retry-after-ms", "rate_limit_type",
        "x-request-id", "request-id", "apim-request-id", "x-ms-request-id", "x-ms-client-request-id", "x-amzn-requestid",
        "openai-version", "openai-processing-ms", "x-openai-proxy-wasm",
        "x-ms-region", "x-ms-rai-invoked", "x-ms-deployment-name", "x-ms-served-model", "policy-id",
        "ms-azureml-model-error-reason", "ms-azureml-model-error-statuscode", "azure-openai-deployment-utilization",
        "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens",
        "x-litellm-call-id", "x-litellm-model-id", "x-litellm-version", "x-litellm-response-duration-ms",
        "x-litellm-overhead-duration-ms", "x-litellm-attempted-retries", "x-litellm-attempted-fallbacks",
        "x-portkey-trace-id", "x-portkey-retry-attempt-count", "x-portkey-cache-status", "x-portkey-last-used-option-index",
        "cf-ray", "cf-mitigated", "cf-cache-status", "cf-aig-log-id", "cf-aig-event-id", "cf-aig-cache-status", "cf-aig-step",
        "x-kong-request-id", "x-kong-response-latency", "x-kong-upstream-latency", "x-kong-proxy-latency", "x-kong-upstream-status",
        "x-bifrost-request-id", "x-bifrost-trace-id", "x-bifrost-provider", "x-bifrost-model", "x-generation-id",
        "x-envoy-upstream-service-time", "x-azure-ref", "x-squid-error", "x-cache", "x-amzn-errortype", "x-oneapi-request-id",
        "x-github-request-id", "x-vercel-mitigated", "x-vercel-error", "ngrok-error-code",
    };

    /// <summary>Headers of which only the presence is recorded, because the value belongs to the customer.</summary>
    private static readonly HashSet<string> Noted = new(StringComparer.OrdinalIgnoreCase)
    {
        "openai-organization", "openai-project", "azureml-model-session", "x-litellm-model-api-base",
    };

    /// <summary>The first value of a header; null when it is absent.</summary>
    public string? this[string name] =>
        headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public bool Has(string name) => this[name] is not null;

    public bool HasPrefix(string prefix) => headers.Any(header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    public bool Contains(string name, string text) => this[name]?.Contains(text, StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The headers that may be kept, with lower-case names in alphabetical order.</summary>
    /// <param name="clean">Takes a header's name and value; its clean value.</param>
    public SortedDictionary<string, string> Keep(Func<string, string, string> clean)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            if (Kept.Contains(name))
            {
                kept.TryAdd(name.ToLowerInvariant(), clean(name, value));
            }
            else if (Noted.Contains(name))
            {
                kept.TryAdd(name.ToLowerInvariant(), "present");
            }
        }

        return kept;
    }
}
