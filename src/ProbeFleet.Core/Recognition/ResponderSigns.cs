using static ProbeFleet.Core.Recognition.Products;

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
        Proxy(Squid, "x-squid-error header", r => r.Headers.Has("x-squid-error")),
        Proxy(Squid, "server: squid", r => r.Headers.Contains("server", "squid") && !r.Body.IsApiShape),
        Proxy(Squid, "via: squid on plain http, and no API body",
            r => r.Raw.ThroughPlainProxy && r.Headers.Contains("via", "squid") && !r.Body.IsApiShape),
        Proxy(ForwardProxy, "407 with proxy-authenticate", r => r.Raw.Status is 407 && r.Headers.Has("proxy-authenticate")),
        Proxy(ForwardProxy, "407 through a proxy on plain http", r => r.Raw is { Status: 407, ThroughPlainProxy: true }),
        Proxy(AzureFirewall, "status 470", r => r.Raw.Status is 470),
        Proxy(AzureFirewall, "text \"Action: Deny\"", r => r.Body.Shape is BodyShape.Text && r.BodyHas("Action: Deny")),
    ];

    private static ResponderSign[] GatewaySigns() =>
    [
        Gateway(Kong, "x-kong-response-latency header (Kong made the response)", r => r.Headers.Has("x-kong-response-latency")),
        Gateway(LiteLlm, "x-litellm-* headers", r => r.Headers.HasPrefix("x-litellm-")),
        Gateway(LiteLlm, "llm_provider-* headers", r => r.Headers.HasPrefix("llm_provider-")),
        Gateway(LiteLlm, "text \"litellm.\"", r => r.MessageHas("litellm.")),
        Gateway(Portkey, "x-portkey-* headers", r => r.Headers.HasPrefix("x-portkey-")),
        Gateway(Portkey, "member html-message", r => r.Body.Shape is BodyShape.Json && r.BodyHas("\"html-message\"")),
        Gateway(Portkey, "{status: failure, message}", r => r.Body.Shape is BodyShape.Json && r.Body.Reason is "failure"),
        Gateway(Portkey, "member provider beside the error", r => r.Body.RelayedFor is not null),
        Gateway(Llms, "text \"Error from provider(\"", r => r.MessageHas("Error from provider(")),
        Gateway(OneApi, "x-oneapi-request-id header", r => r.Headers.Has("x-oneapi-request-id")),
        Gateway(OneApi, "type one_api_error or a fork's",
            r => r.Body.Type is "one_api_error" or "new_api_error" or "v_api_error" or "chat_api_error"),
        Gateway(CloudflareAIGateway, "cf-aig-* headers", r => r.Headers.HasPrefix("cf-aig-")),
        Gateway(CloudflareAIGateway, "body name AiGatewayError", r => r.Body.Type is "AiGatewayError"),
        Gateway(CloudflareAIGateway, "host gateway.ai.cloudflare.com",
            r => r.Raw.Host.EndsWith("gateway.ai.cloudflare.com", StringComparison.OrdinalIgnoreCase)
                && r.Body.Shape is not BodyShape.Html),
        Gateway(CloudflareAIGateway, "Cloudflare API code 10000",
            r => r.Body is { Shape: BodyShape.Json, Code: "10000" } && r.BodyHas("\"success\"")),
        Gateway(Bifrost, "x-bifrost-* headers", r => r.Headers.HasPrefix("x-bifrost-")),
        Gateway(OpenRouter, "x-generation-id: gen-…",
            r => r.Headers["x-generation-id"]?.StartsWith("gen-", StringComparison.Ordinal) is true),
        Gateway(OpenRouter, "numeric error.code equal to the status", r => IsNumericErrorCode(r)),
        Gateway(OpenRouter, "error.metadata.provider_name", r => r.Body.ProviderName is not null),
        Gateway(Kong, "x-kong-* headers", r => r.Headers.HasPrefix("x-kong-")),
        Gateway(Kong, "server: kong", r => r.Headers["server"]?.StartsWith("kong/", StringComparison.OrdinalIgnoreCase) is true),
        Gateway(Kong, "via: kong", r => r.Headers.Contains("via", "kong/")),
        .. AzureCloud.All.Select(cloud => Gateway(ApiManagement, $"host *{cloud.GatewaySuffix}",
            r => r.Raw.Host.EndsWith(cloud.GatewaySuffix, StringComparison.OrdinalIgnoreCase) && r.Body.Shape is not BodyShape.Html)),
        Gateway(ApiManagement, "ocp-apim-* headers", r => r.Headers.HasPrefix("ocp-apim-")),
        Gateway(ApiManagement, "{statusCode, message} on a host that is not Azure OpenAI's",
            r => IsGatewayKind(r) && r.Body.Shape is BodyShape.StatusMessage),
        Gateway(ApiManagement, "apim-request-id relayed by a host that is not Azure OpenAI's",
            r => IsGatewayKind(r) && r.Headers.Has("apim-request-id")),
    ];

    private static ResponderSign[] EdgeSigns() =>
    [
        Proxy(Envoy, "text \"upstream connect error\" (Envoy's local reply)",
            r => r.Body.Shape is BodyShape.Text && r.BodyHas("upstream connect error or disconnect/reset before headers")),
        Proxy(Envoy, "server: envoy without x-envoy-upstream-service-time, and no JSON",
            r => r.Headers.Contains("server", "envoy") && !r.Headers.Has("x-envoy-upstream-service-time") && IsPage(r)),
        Proxy(Nginx, "nginx error page",
            r => r.Body.Shape is BodyShape.Html && (r.BodyHas("<center>nginx") || r.BodyHas("<center>openresty"))),
        Proxy(ApplicationGateway, "Application Gateway error page",
            r => r.Body.Shape is BodyShape.Html && r.BodyHas("Microsoft-Azure-Application-Gateway")),
        Proxy(HttpSys, "HTTP.sys error page", r => r.Body.Shape is BodyShape.Html && r.BodyHas("HTTP Error ") && r.BodyHas("<h2>")),
        Proxy(FrontDoor, "x-azure-ref with a page", r => r.Headers.Has("x-azure-ref") && IsPage(r) && !HasAzureMarks(r)),
        Proxy(ElasticLoadBalancer, "server: awselb", r => r.Headers.Contains("server", "awselb/") && IsPage(r)),
        Proxy(CloudflareEdge, "cf-ray with a page and no openai-* header",
            r => IsCloudflare(r) && IsPage(r) && !HasOpenAIMarks(r) && (r.Body.Shape is not BodyShape.Empty || r.Raw.Status >= 500)),
        Proxy(CloudflareEdge, "text \"error code: 52x\"",
            r => r.Body.Shape is BodyShape.Text && r.Raw.Body!.AsSpan().Trim().StartsWith("error code:", StringComparison.Ordinal)),
        Proxy(HostingPlatform, "text \"An error occurred with your deployment\"", r => r.BodyHas("An error occurred with your deployment")),
        Proxy(HostingPlatform, "text \"The deployment failed while serving the request\"",
            r => r.BodyHas("The deployment failed while serving the request")),
        Proxy(AlibabaFirewall, "page that loads errors.aliyun.com", r => r.Body.Shape is BodyShape.Html && r.BodyHas("errors.aliyun.com")),
        Proxy(WebPage, "a web page", r => r.Body.Shape is BodyShape.Html),
    ];

    private static ResponderSign[] ApiSigns() =>
    [
        new(Responder.AzureOpenAI, AzureBackend,
            "apim-request-id with a backend's header (x-ms-region, x-request-id, azureml-model-session, ms-azureml-*)",
            r => HasAzureMarks(r) && IsBackend(r)),
        new(Responder.AzureOpenAI, AzureBackend, "ms-azureml-model-error-reason header (the model refused)",
            r => r.Headers.Has("ms-azureml-model-error-reason")),
        new(Responder.AzureOpenAI, AzureFrontDoor, "apim-request-id without any backend header", r => HasAzureMarks(r) && !IsBackend(r)),
        new(Responder.AzureOpenAI, AzureFrontDoor, "Azure OpenAI's host, proved by TLS, and its JSON",
            r => r.OnAzureHost && r.Raw.Tls is not null && (r.Body.IsApiShape || r.Body.Shape is BodyShape.StatusMessage)),
        new(Responder.OpenAI, OpenAI, "www-authenticate realm \"OpenAI API\"", r => r.Headers.Contains("www-authenticate", "OpenAI API")),
        new(Responder.OpenAI, OpenAI, "openai-version and openai-processing-ms headers",
            r => r.Headers.Has("openai-version") && r.Headers.Has("openai-processing-ms")),
        new(Responder.OpenAI, OpenAI, "openai-* header on OpenAI's host", r => r.OnOpenAIHost && HasOpenAIMarks(r)),
        new(Responder.OpenAI, OpenAI, "x-request-id and the API's JSON on OpenAI's host",
            r => r.OnOpenAIHost && r.Headers.Has("x-request-id") && r.Body.IsApiShape),
        new(Responder.OpenAI, OpenAI, "OpenAI's host, proved by TLS, and its JSON",
            r => r.OnOpenAIHost && r.Raw.Tls is not null && r.Body.IsApiShape),
    ];

    private static ResponderSign Gateway(string product, string mark, Func<ReadableResponse, bool> shows) =>
        new(Responder.Gateway, product, mark, shows);

    private static ResponderSign Proxy(string product, string mark, Func<ReadableResponse, bool> shows) =>
        new(Responder.Proxy, product, mark, shows);

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
