using static ProbeFleet.FaultLab.Apis.ErrorBodies;

namespace ProbeFleet.FaultLab.Apis;

/// <content>Azure OpenAI (azure-ai-docs troubleshoot-errors and quota pages, 2026; public dumps).</content>
public static partial class LabAnswers
{
    /// <summary>401: the key is not this resource's.</summary>
    public static LabAnswer AzureInvalidKey { get; } = FrontDoor(
        "invalid-key", 401, "auth.invalid-key", "authentication", AzureErrorBody("401",
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription "
            + "and use a correct regional API endpoint for your resource."));

    /// <summary>401: no credential, or a token for somebody else.</summary>
    public static LabAnswer AzureWrongAudience { get; } = FrontDoor(
        "wrong-audience", 401, "auth.wrong-audience", "authentication", StatusMessageBody(401,
        "Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired."));

    /// <summary>404: no such deployment.</summary>
    public static LabAnswer DeploymentNotFound { get; } = FrontDoor(
        "deployment-not-found", 404, "config.deployment-not-found", "configuration", AzureErrorBody("DeploymentNotFound",
        "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a "
            + "moment and try again."));

    /// <summary>404: a path or operation that this resource does not have.</summary>
    public static LabAnswer ResourceNotFound { get; } = FrontDoor("resource-not-found", 404, "config.path", "configuration",
        AzureErrorBody("404", "Resource not found"));

    /// <summary>400: a dated client on the v1 surface.</summary>
    public static LabAnswer ApiVersionNotAllowed { get; } = FrontDoor("api-version-not-allowed", 400, "config.api-version", "configuration",
        AzureErrorBody("BadRequest", "api-version query parameter is not allowed when using /v1 path"));

    /// <summary>400: an API version that does not exist.</summary>
    public static LabAnswer ApiVersionNotSupported { get; } = FrontDoor(
        "api-version-not-supported", 400, "config.api-version", "configuration",
        AzureErrorBody("BadRequest", "API version not supported"));

    /// <summary>404 HTML of a front end that is no data plane: wrong host or path.</summary>
    public const string HttpSysNotFoundPage = """
        <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">
        <HTML><HEAD><TITLE>Not Found</TITLE>
        <META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>
        <BODY><h2>Not Found</h2>
        <hr><p>HTTP Error 404. The requested resource is not found.</p>
        </BODY></HTML>
        """;

    private static IReadOnlyList<LabAnswer> AzureAnswers =>
    [
        AzureInvalidKey, AzureWrongAudience, DeploymentNotFound, ResourceNotFound, ApiVersionNotAllowed, ApiVersionNotSupported,
        Backend("content-filter", 400, "ok", "none", AzureErrorBody("content_filter",
            "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt "
                + "and retry."))
            with { Headers = [.. LabMarks.AzureBackend, new("x-ms-rai-invoked", "true")] },
        Backend("operation-not-supported", 400, "config.request", "configuration", AzureErrorBody("OperationNotSupported",
            "The chatCompletion operation does not work with the specified model, text-embedding-3-small. Please choose different model "
                + "and try again."))
            with { Headers = [.. LabMarks.AzureBackend, new("ms-azureml-model-error-reason", "model_error"), new(
                "ms-azureml-model-error-statuscode", "400")] },
        FrontDoor("permission-denied", 401, "auth.permission", "authentication", AzureErrorBody("PermissionDenied",
            "The principal `00000000-0000-0000-0000-000000000000` "
                + "lacks the required data action `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action` "
                + "to perform `POST /openai/deployments/{deployment-id}/chat/completions` operation.")),
        FrontDoor("principal-no-access", 401, "auth.permission", "authentication", AzureErrorBody("PermissionDenied",
            "Principal does not have access to API/Operation.")),
        FrontDoor("key-disabled", 403, "auth.key-disabled", "authentication", AzureErrorBody("AuthenticationTypeDisabled",
            "Key based authentication is disabled for this resource.")),
        FrontDoor("network-denied", 403, "network-rules.denied", "route-provider", AzureErrorBody("403",
            "Access denied due to Virtual Network/Firewall rules."))
            with { Headers = [.. LabMarks.AzureFrontDoor, new("policy-id", "ThrowExceptionDueToTrafficDenied")] },
        FrontDoor("public-access-disabled", 403, "network-rules.private-endpoint-required", "route-provider", AzureErrorBody("403",
            "Public access is disabled. Please configure private endpoint.")),
        FrontDoor("not-approved-private-endpoint", 403, "network-rules.private-endpoint-required", "route-provider", AzureErrorBody("403",
            "Traffic is not from an approved private endpoint.")),
        FrontDoor("virtual-network-endpoint", 403, "config.base-url", "configuration", AzureErrorBody("403",
            "A Virtual Network is configured for this resource. Please use the correct endpoint for making requests.")),
        FrontDoor("temporarily-blocked", 403, "auth.permission", "route-provider", AzureErrorBody("403",
            "The resource has been temporarily blocked because we detected behavior that may violate our content policy.")),
        FrontDoor("subdomain-not-mapped", 404, "config.base-url", "configuration", AzureErrorBody("ResourceNotFound",
            "Subdomain does not map to a resource.")),
        Backend("rate-limit", 429, "quota.rate", "quota", AzureErrorBody("429",
            "Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 "
                + "have exceeded call rate limit of your current OpenAI S0 pricing tier. Please retry after 21 seconds."))
            with { Headers = [.. LabMarks.AzureBackend, new("retry-after", "21"), new("retry-after-ms", "21000"), new(
                "x-ratelimit-reset-requests", "21")] },
        Backend("high-demand", 429, "server.overloaded", "api-server", AzureErrorBody("429",
            "The system is currently experiencing high demand and cannot process your request. Consider switching to Provisioned "
                + "Throughput.")),
        Backend("internal-error", 500, "server.error", "api-server", AzureErrorBody("InternalServerError",
            "The server had an error while processing your request. Sorry about that!")),
        FrontDoor("service-unavailable", 503, "server.overloaded", "api-server", AzureErrorBody("ServiceUnavailable",
            "The service is temporarily unable to process your request. Please try again later.")),
        FrontDoor("front-end-404", 404, "config.base-url", "configuration", HttpSysNotFoundPage)
            with { ContentType = "text/html; charset=us-ascii", Headers = [new("Server", "Microsoft-HTTPAPI/2.0")] },
    ];

    private static LabAnswer FrontDoor(string name, int status, string cause, string owner, string body) => new()
    {
        Name = $"azure/{name}",
        Persona = LabPersona.AzureOpenAI,
        Status = status,
        Headers = LabMarks.AzureFrontDoor,
        Body = body,
        Cause = cause,
        Owner = owner,
    };

    private static LabAnswer Backend(string name, int status, string cause, string owner, string body) =>
        FrontDoor(name, status, cause, owner, body) with { Headers = LabMarks.AzureBackend };
}
