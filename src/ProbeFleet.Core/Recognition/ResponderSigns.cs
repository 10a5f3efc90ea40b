namespace ProbeFleet.Core.Recognition;

/// <summary>A mark by which a responder is recognized.</summary>
internal sealed record ResponderSign(Responder Responder, string Product, string Mark, Func<ReadableResponse, bool> Shows);

/// <summary>
/// The table of marks, most decisive first: interceptors that answered in the API's place, then gateways by marks that only they set, then
/// edges and error pages, then the APIs themselves. Sources are in <c>docs/evidence.md</c>.
/// </summary>
internal static class ResponderSigns
{
    public static IReadOnlyList<ResponderSign> All { get; } = [.. InterceptorSigns(), .. GatewaySigns(), .. EdgeSigns(), .. ApiSigns()];

    private static ResponderSign[] InterceptorSigns() =>
    [
        new(Responder.Proxy, Products.Squid, "x-squid-error header", r => r.Headers.Has("x-squid-error")),
        new(Responder.Proxy, Products.Squid, "server: squid", r => r.Headers.Contains("server", "squid") && !r.Body.IsApiShape),
        new(Responder.Proxy, Products.Squid, "via: squid on plain http, and no API body",
            r => r.Raw.ThroughPlainProxy && r.Headers.Contains("via", "squid") && !r.Body.IsApiShape),
        new(Responder.Proxy, Products.ForwardProxy, "407 with proxy-authenticate", r => r.Raw.Status is 407
            && r.Headers.Has("proxy-authenticate")),
        new(Responder.Proxy, Products.ForwardProxy, "407 through a proxy on plain http",
            r => r.Raw is { Status: 407, ThroughPlainProxy: true }),
        new(Responder.Proxy, Products.AzureFirewall, "status 470", r => r.Raw.Status is 470),
        new(Responder.Proxy, Products.AzureFirewall, "text \"Action: Deny\"", r => r.Body.Shape is BodyShape.Text
            && r.BodyHas("Action: Deny")),
    ];

    private static ResponderSign[] GatewaySigns() =>
    [
        new(Responder.Gateway, Products.Kong, "x-kong-response-latency header (Kong made the response)",
            r => r.Headers.Has("x-kong-response-latency")),
        new(Responder.Gateway, Products.LiteLlm, "x-litellm-* headers", r => r.Headers.HasPrefix("x-litellm-")),
        new(Responder.Gateway, Products.LiteLlm, "llm_provider-* headers", r => r.Headers.HasPrefix("llm_provider-")),
        new(Responder.Gateway, Products.LiteLlm, "text \"litellm.\"", r => r.MessageHas("litellm.")),
        new(Responder.Gateway, Products.Portkey, "x-portkey-* headers", r => r.Headers.HasPrefix("x-portkey-")),
        new(Responder.Gateway, Products.Portkey, "member html-message", r => r.Body.Shape is BodyShape.Json
            && r.BodyHas("\"html-message\"")),
        new(Responder.Gateway, Products.Portkey, "{status: failure, message}", r => r.Body.Shape is BodyShape.Json
            && r.Body.Reason is "failure"),
        new(Responder.Gateway, Products.Portkey, "member provider beside the error", r => r.Body.RelayedFor is not null),
        new(Responder.Gateway, Products.Llms, "text \"Error from provider(\"", r => r.MessageHas("Error from provider(")),
        new(Responder.Gateway, Products.OneApi, "x-oneapi-request-id header", r => r.Headers.Has("x-oneapi-request-id")),
        new(Responder.Gateway, Products.OneApi, "type one_api_error or a fork's",
            r => r.Body.Type is "one_api_error" or "new_api_error" or "v_api_error" or "chat_api_error"),
        new(Responder.Gateway, Products.CloudflareAIGateway, "cf-aig-* headers", r => r.Headers.HasPrefix("cf-aig-")),
        new(Responder.Gateway, Products.CloudflareAIGateway, "body name AiGatewayError", r => r.Body.Type is "AiGatewayError"),
        new(Responder.Gateway, Products.CloudflareAIGateway, "host gateway.ai.cloudflare.com",
            r => r.Raw.Host.EndsWith("gateway.ai.cloudflare.com", StringComparison.OrdinalIgnoreCase)
                && r.Body.Shape is not BodyShape.Html),
        new(Responder.Gateway, Products.CloudflareAIGateway, "Cloudflare API code 10000",
            r => r.Body is { Shape: BodyShape.Json, Code: "10000" } && r.BodyHas("\"success\"")),
        new(Responder.Gateway, Products.Bifrost, "x-bifrost-* headers", r => r.Headers.HasPrefix("x-bifrost-")),
        new(Responder.Gateway, Products.OpenRouter, "x-generation-id: gen-…",
            r => r.Headers["x-generation-id"]?.StartsWith("gen-", StringComparison.Ordinal) is true),
        new(Responder.Gateway, Products.OpenRouter, "numeric error.code equal to the status", r => IsNumericErrorCode(r)),
        new(Responder.Gateway, Products.OpenRouter, "error.metadata.provider_name", r => r.Body.ProviderName is not null),
        new(Responder.Gateway, Products.Kong, "x-kong-* headers", r => r.Headers.HasPrefix("x-kong-")),
        new(Responder.Gateway, Products.Kong, "server: kong", r => r.Headers["server"]?.StartsWith(
            "kong/", StringComparison.OrdinalIgnoreCase) is true),
        new(Responder.Gateway, Products.Kong, "via: kong", r => r.Headers.Contains("via", "kong/")),
        .. AzureCloud.All.Select(cloud => new ResponderSign(Responder.Gateway, Products.ApiManagement, $"host *{cloud.GatewaySuffix}",
            r => r.Raw.Host.EndsWith(cloud.GatewaySuffix, StringComparison.OrdinalIgnoreCase) && r.Body.Shape is not BodyShape.Html)),
        new(Responder.Gateway, Products.ApiManagement, "ocp-apim-* headers", r => r.Headers.HasPrefix("ocp-apim-")),
        new(Responder.Gateway, Products.ApiManagement, "{statusCode, message} on a host that is not Azure OpenAI's",
            r => IsGatewayKind(r) && r.Body.Shape is BodyShape.StatusMessage),
        new(Responder.Gateway, Products.ApiManagement, "apim-request-id relayed by a host that is not Azure OpenAI's",
            r => IsGatewayKind(r) && r.Headers.Has("apim-request-id")),
    ];

    private static ResponderSign[] EdgeSigns() =>
    [
        new(Responder.Proxy, Products.Envoy, "text \"upstream connect error\" (Envoy's local reply)",
            r => r.Body.Shape is BodyShape.Text && r.BodyHas("upstream connect error or disconnect/reset before headers")),
        new(Responder.Proxy, Products.Envoy, "server: envoy without x-envoy-upstream-service-time, and no JSON",
            r => r.Headers.Contains("server", "envoy") && !r.Headers.Has("x-envoy-upstream-service-time") && IsPage(r)),
        new(Responder.Proxy, Products.Nginx, "nginx error page",
            r => r.Body.Shape is BodyShape.Html && (r.BodyHas("<center>nginx") || r.BodyHas("<center>openresty"))),
        new(Responder.Proxy, Products.ApplicationGateway, "Application Gateway error page",
            r => r.Body.Shape is BodyShape.Html && r.BodyHas("Microsoft-Azure-Application-Gateway")),
        new(Responder.Proxy, Products.HttpSys, "HTTP.sys error page", r => r.Body.Shape is BodyShape.Html && r.BodyHas("HTTP Error ")
            && r.BodyHas("<h2>")),
        new(Responder.Proxy, Products.FrontDoor, "x-azure-ref with a page", r => r.Headers.Has("x-azure-ref") && IsPage(r)
            && !HasAzureMarks(r)),
        new(Responder.Proxy, Products.ElasticLoadBalancer, "server: awselb", r => r.Headers.Contains("server", "awselb/") && IsPage(r)),
        new(Responder.Proxy, Products.CloudflareEdge, "cf-ray with a page and no openai-* header", r => IsCloudflare(r) && IsPage(r)
            && !HasOpenAIMarks(r)),
        new(Responder.Proxy, Products.CloudflareEdge, "text \"error code: 52x\"",
            r => r.Body.Shape is BodyShape.Text && r.Raw.Body!.AsSpan().Trim().StartsWith("error code:", StringComparison.Ordinal)),
        new(Responder.Proxy, Products.HostingPlatform, "text \"An error occurred with your deployment\"",
            r => r.BodyHas("An error occurred with your deployment")),
        new(Responder.Proxy, Products.HostingPlatform, "text \"The deployment failed while serving the request\"",
            r => r.BodyHas("The deployment failed while serving the request")),
        new(Responder.Proxy, Products.AlibabaFirewall, "page that loads errors.aliyun.com",
            r => r.Body.Shape is BodyShape.Html && r.BodyHas("errors.aliyun.com")),
        new(Responder.Proxy, Products.WebPage, "a web page", r => r.Body.Shape is BodyShape.Html),
    ];

    private static ResponderSign[] ApiSigns() =>
    [
        new(Responder.AzureOpenAI, Products.AzureBackend,
            "apim-request-id with a backend's header (x-ms-region, x-request-id, azureml-model-session, ms-azureml-*)",
            r => HasAzureMarks(r) && IsBackend(r)),
        new(Responder.AzureOpenAI, Products.AzureBackend, "ms-azureml-model-error-reason header (the model refused)",
            r => r.Headers.Has("ms-azureml-model-error-reason")),
        new(Responder.AzureOpenAI, Products.AzureFrontDoor, "apim-request-id without any backend header", r => HasAzureMarks(r)
            && !IsBackend(r)),
        new(Responder.AzureOpenAI, Products.AzureFrontDoor, "Azure OpenAI's host, proved by TLS, and its JSON",
            r => r.OnAzureHost && r.Raw.Tls is not null && (r.Body.IsApiShape || r.Body.Shape is BodyShape.StatusMessage)),
        new(Responder.OpenAI, Products.OpenAI, "www-authenticate realm \"OpenAI API\"", r => r.Headers.Contains(
            "www-authenticate", "OpenAI API")),
        new(Responder.OpenAI, Products.OpenAI, "openai-version and openai-processing-ms headers",
            r => r.Headers.Has("openai-version") && r.Headers.Has("openai-processing-ms")),
        new(Responder.OpenAI, Products.OpenAI, "openai-* header on OpenAI's host", r => r.OnOpenAIHost && HasOpenAIMarks(r)),
        new(Responder.OpenAI, Products.OpenAI, "x-request-id and the API's JSON on OpenAI's host",
            r => r.OnOpenAIHost && r.Headers.Has("x-request-id") && r.Body.IsApiShape),
        new(Responder.OpenAI, Products.OpenAI, "OpenAI's host, proved by TLS, and its JSON", r => r.OnOpenAIHost && r.Raw.Tls is not null
            && r.Body.IsApiShape),
    ];

    private static bool IsGatewayKind(ReadableResponse r) => r.Raw.RouteKind is not Model.RouteKind.AzureOpenAI && !r.OnAzureHost;

    private static bool IsNumericErrorCode(ReadableResponse r) =>
        r.Body is { Shape: BodyShape.ErrorObject, CodeIsNumber: true }
        && (r.Raw.Status is 200 || r.Body.Code == r.Raw.Status.ToString(System.Globalization.CultureInfo.InvariantCulture))
        && r.Raw.Host.EndsWith("openrouter.ai", StringComparison.OrdinalIgnoreCase);

    private static bool IsPage(ReadableResponse r) => r.Body.Shape is BodyShape.Html or BodyShape.Text or BodyShape.Empty;

    private static bool IsCloudflare(ReadableResponse r) => r.Headers.Has("cf-ray") || r.Headers.Contains("server", "cloudflare");

    private static bool HasOpenAIMarks(ReadableResponse r) => r.Headers.HasPrefix("openai-");

    private static bool HasAzureMarks(ReadableResponse r) => r.Headers.Has("apim-request-id");

    private static bool IsBackend(ReadableResponse r) =>
        r.Headers.Has("x-ms-region") || r.Headers.Has("x-request-id") || r.Headers.Has("azureml-model-session")
        || r.Headers.HasPrefix("ms-azureml-") || r.Headers.Has("x-ms-rai-invoked");
}
