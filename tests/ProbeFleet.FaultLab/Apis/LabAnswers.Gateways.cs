using static ProbeFleet.FaultLab.Apis.ErrorBodies;

namespace ProbeFleet.FaultLab.Apis;

/// <content>Gateways: their own errors, and those of what is behind them.</content>
public static partial class LabAnswers
{
    private const string Provider = "route-provider";

    /// <summary>401 of LiteLLM: the gateway does not know the key.</summary>
    public static LabAnswer GatewayInvalidKey { get; } = LiteLlm("auth-error", 401, "auth.invalid-key", "authentication",
        ErrorBody("Authentication Error, Invalid proxy server token passed. Received API Key = sk-...3333", "auth_error", "None", "401"));

    private static IReadOnlyList<LabAnswer> GatewayAnswers =>
    [
        GatewayInvalidKey,
        LiteLlm("key-model-access", 401, "auth.permission", "authentication",
            ErrorBody("key not allowed to access model. This key can only access models=['gpt-4o-mini'].", "key_model_access_denied",
                "model", "401")),
        LiteLlm("budget", 400, "quota.gateway-limit", "quota",
            ErrorBody("Budget has been exceeded! Current cost: 10.02, Max budget: 10.0", "budget_exceeded", null, "400")),
        LiteLlm("own-rate-limit", 429, "quota.gateway-limit", "quota",
            ErrorBody("Rate limit exceeded for api_key. Limit type: requests. Current limit: 10, Remaining: 0.", "None", "None", "429"))
            with { Headers = [.. LabMarks.LiteLlm, new("retry-after", "30"), new("rate_limit_type", "requests")] },
        LiteLlm("cooldown", 429, "gateway.unavailable", Provider,
            ErrorBody("No deployments available for selected model, Try again in 5 seconds. Passed model=gpt-4.1-nano.", "None", "None",
                "429")),
        LiteLlm("upstream-connection", 500, "gateway.upstream-failed", Provider,
            ErrorBody(
                "litellm.InternalServerError: InternalServerError: OpenAIException - Connection error.. Received Model Group=gpt-4.1-nano",
                null, null, "500"))
            with { Headers = LabMarks.LiteLlmUpstream },
        LiteLlm("upstream-auth", 401, "gateway.upstream-failed", Provider,
            ErrorBody(
                "litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key provided: sk-proj-********wxyz.",
                null, null, "401"))
            with { Headers = LabMarks.LiteLlmUpstream },
        Gateway(LabPersona.Kong, "kong/no-route", 404, "config.path", "configuration", LabMarks.KongItself,
            """{"message":"no Route matched with those values","request_id":"1f2e3d4c5b6a"}"""),
        Gateway(LabPersona.Kong, "kong/no-key", 401, "auth.missing", "authentication", LabMarks.KongItself,
            """{"message":"No API key found in request","request_id":"1f2e3d4c5b6a"}"""),
        Gateway(LabPersona.Kong, "kong/rate-limit", 429, "quota.gateway-limit", "quota", [.. LabMarks.KongItself, new("Retry-After", "30")],
            """{"message":"API rate limit exceeded","request_id":"1f2e3d4c5b6a"}"""),
        Gateway(LabPersona.Kong, "kong/upstream-invalid", 502, "gateway.upstream-failed", Provider, LabMarks.KongItself,
            """{"message":"An invalid response was received from the upstream server","request_id":"1f2e3d4c5b6a"}"""),
        ApiManagement("missing-key", 401, "auth.missing", "authentication",
            "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API."),
        ApiManagement("invalid-key", 401, "auth.invalid-key", "authentication",
            "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription."),
        ApiManagement("token-rate", 429, "quota.gateway-limit", "quota", "Token limit is exceeded. Try again in 44 seconds."),
        ApiManagement("token-quota", 403, "quota.gateway-limit", "quota", "Out of token quota. Quota will be replenished in 10:14:22."),
        Gateway(LabPersona.CloudflareAIGateway, "cloudflare-ai/gateway-token", 401, "auth.invalid-key", "authentication",
            LabMarks.CloudflareAIGateway,
            """{"name":"AiGatewayError","internalCode":2009,"message":"Unauthorized","description":"Gateway authentication failed"}"""),
        Gateway(LabPersona.CloudflareAIGateway, "cloudflare-ai/upstream-failed", 400, "gateway.upstream-failed", Provider,
            LabMarks.CloudflareAIGateway,
            """{"success":false,"result":[],"messages":[],"error":[{"code":2005,"message":"Failed to get response from provider"}]}"""),
        Gateway(LabPersona.CloudflareAIGateway, "cloudflare-ai/api-auth", 401, "auth.missing", "configuration", LabMarks.CloudflareEdge,
            """{"success":false,"result":null,"messages":[],"errors":[{"code":10000,"message":"Authentication error"}]}"""),
        OpenRouter("no-key", 401, "auth.missing", "authentication", """{"error":{"message":"No auth credentials found","code":401}}"""),
        OpenRouter("credits", 402, "quota.billing", "quota",
            """{"error":{"message":"Insufficient credits. Add more using https://openrouter.ai/settings/credits","code":402}}"""),
        OpenRouter("permission", 403, "auth.permission", "authentication",
            """{"error":{"message":"Your key does not have permission to use this model.","code":403}}"""),
        OpenRouter("provider-down", 502, "gateway.upstream-failed", Provider,
            """{"error":{"message":"Provider returned error","code":502,"metadata":{"provider_name":"OpenAI","raw":"upstream connect error"}}}"""),
        OpenRouter("no-provider", 503, "gateway.unavailable", Provider,
            """{"error":{"message":"There is no available model provider that meets your routing requirements.","code":503}}"""),
        OpenRouter("error-in-200", 200, "gateway.upstream-failed", Provider,
            """{"id":"gen-1795000000-lab","error":{"message":"Provider disconnected","code":502,"metadata":{"provider_name":"OpenAI"}}}"""),
        Gateway(LabPersona.Envoy, "envoy/upstream-reset", 503, "gateway.unavailable", Provider, LabMarks.EnvoyItself,
            "upstream connect error or disconnect/reset before headers. reset reason: connection failure, transport failure reason: "
                + "delayed connect error: 111")
            with { ContentType = "text/plain" },
        Gateway(LabPersona.Nginx, "nginx/502", 502, "gateway.unavailable", Provider, LabMarks.Nginx, NginxPage("502 Bad Gateway"))
            with { ContentType = "text/html" },
        Gateway(LabPersona.Nginx, "nginx/504", 504, "gateway.upstream-failed", Provider, LabMarks.Nginx, NginxPage("504 Gateway Time-out"))
            with { ContentType = "text/html" },
        Gateway(LabPersona.Nginx, "nginx/404", 404, "config.path", "configuration", LabMarks.Nginx, NginxPage("404 Not Found")) with
        {
            ContentType = "text/html",
        },
        Gateway(LabPersona.Nginx, "hosting/deployment-504", 504, "gateway.upstream-failed", Provider,
            [new("Server", "Vercel"), new("x-vercel-error", "FUNCTION_INVOCATION_TIMEOUT")],
            """{"error":{"code":"504","message":"An error occurred with your deployment"}}"""),
    ];

    private static string NginxPage(string title) =>
        $"<html>\r\n<head><title>{title}</title></head>\r\n"
            + $"<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>nginx/1.27.4</center>\r\n</body>\r\n</html>\r\n";

    private static LabAnswer LiteLlm(string name, int status, string cause, string owner, string body) =>
        Gateway(LabPersona.LiteLlm, $"litellm/{name}", status, cause, owner, LabMarks.LiteLlm, body);

    private static LabAnswer ApiManagement(string name, int status, string cause, string owner, string message) =>
        Gateway(LabPersona.ApiManagement, $"apim/{name}", status, cause, owner,
            status == 401 ? LabMarks.ApiManagementItself : [.. LabMarks.ApiManagementItself, new("Retry-After", "44")],
            StatusMessageBody(status, message));

    private static LabAnswer OpenRouter(string name, int status, string cause, string owner, string body) =>
        Gateway(LabPersona.OpenRouter, $"openrouter/{name}", status, cause, owner, LabMarks.OpenRouter, body);

    private static LabAnswer Gateway(
        LabPersona persona, string name, int status, string cause, string owner, IReadOnlyList<KeyValuePair<string, string>> headers,
        string body) => new()
        {
            Name = name,
            Persona = persona,
            Status = status,
            Headers = headers,
            Body = body,
            Cause = cause,
            Owner = owner,
        };
}
