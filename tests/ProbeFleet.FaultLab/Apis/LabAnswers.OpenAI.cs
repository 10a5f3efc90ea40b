using static ProbeFleet.FaultLab.Apis.ErrorBodies;

namespace ProbeFleet.FaultLab.Apis;

/// <content>OpenAI (developers.openai.com error codes and spend limits, late 2026).</content>
public static partial class LabAnswers
{
    private const string Invalid = "invalid_request_error";
    private const string BillingAdvice =
        "For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.";

    /// <summary>401: the key is not known; the message echoes a part of it.</summary>
    public static LabAnswer InvalidKey { get; } = OpenAI("invalid-key", 401, "auth.invalid-key", "authentication",
        ErrorBody(
            "Incorrect API key provided: sk-lab-1********1111. You can find your API key at https://platform.openai.com/account/api-keys.",
            Invalid, null, "invalid_api_key"));

    /// <summary>401: no key came.</summary>
    public static LabAnswer MissingKey { get; } = OpenAI("missing-key", 401, "auth.missing", "authentication",
        ErrorBody(
            "You didn't provide an API key. You need to provide your API key in an Authorization header "
                + "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
            Invalid));

    /// <summary>400: a reasoning model used up its cap before it said a word. Path, key, model and quota all work.</summary>
    public static LabAnswer CouldNotFinish { get; } = OpenAI("could-not-finish", 400, "ok", "none",
        ErrorBody(
            "Could not finish the message because max_tokens or model output limit was reached. Please try again with higher max_tokens.",
            Invalid));

    /// <summary>404: no such model, or not for this project.</summary>
    public static LabAnswer ModelNotFound { get; } = OpenAI("model-not-found", 404, "config.model-not-found", "configuration",
        ErrorBody("The model `gpt-nope` does not exist or you do not have access to it.", Invalid, null, "model_not_found"));

    /// <summary>404: a base URL without <c>/v1</c>.</summary>
    public static LabAnswer UnknownUrl { get; } = OpenAI("unknown-url", 404, "config.path", "configuration",
        ErrorBody("Invalid URL (POST /chat/completions)", Invalid, null, "unknown_url"));

    private static IReadOnlyList<LabAnswer> OpenAIAnswers =>
    [
        InvalidKey, MissingKey, CouldNotFinish, ModelNotFound, UnknownUrl,
        OpenAI("unknown-parameter", 400, "config.request", "configuration",
            ErrorBody("Unrecognized request argument supplied: max_token", Invalid)),
        OpenAI("below-minimum", 400, "config.request", "configuration",
            ErrorBody("Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 1 instead.",
                Invalid, "max_output_tokens", "integer_below_min_value")),
        OpenAI("service-tier", 400, "config.request", "configuration",
            ErrorBody("Invalid service_tier argument: this tier is not allowed for your project.", Invalid, "service_tier")),
        OpenAI("no-organization", 401, "auth.permission", "authentication",
            ErrorBody("You must be a member of an organization to use the API. Please contact us at help.openai.com.", Invalid)),
        OpenAI("ip-not-authorized", 401, "auth.ip-not-allowed", "authentication",
            ErrorBody("Your IP address is not authorized to access this project. Contact your administrator.", Invalid, null,
                "ip_not_authorized")),
        OpenAI("missing-scope", 401, "auth.permission", "authentication",
            ErrorBody("You have insufficient permissions for this operation. Missing scopes: model.request.", Invalid, null,
                "missing_scope")),
        OpenAI("region-unsupported", 403, "auth.region-unsupported", "connection-path",
            ErrorBody("Country, region, or territory not supported", "request_forbidden", null, "unsupported_country_region_territory")),
        OpenAI("project-no-access", 403, "auth.permission", "authentication",
            ErrorBody("Project `proj_lab` does not have access to model `gpt-5.4`", Invalid, null, "model_not_found")),
        OpenAI("rate-limit", 429, "quota.rate", "quota",
            ErrorBody(
                "Rate limit reached for gpt-4.1-nano in organization org-lab "
                    + "on tokens per min (TPM): Limit 200000, Used 199990, Requested 20. Please try again in 3ms.",
                "tokens", null, "rate_limit_exceeded")) with { Headers = [.. LabMarks.OpenAIWithLimits, new("retry-after", "1")] },
        OpenAI("slow-down", 429, "quota.rate", "quota",
            ErrorBody("Your request rate increased too quickly. Please reduce it and ramp up gradually.", "rate_limit_error", null,
                "slow_down"))
            with { Headers = [.. LabMarks.OpenAI, new("retry-after", "20")] },
        Billing("insufficient-quota", "insufficient_quota",
            "You exceeded your current quota, please check your plan and billing details."),
        Billing("credit-balance", "credit_balance_exhausted", "Your credit balance is exhausted."),
        Billing("organization-spend", "organization_spend_limit_exceeded", "Your organization has reached its spend limit."),
        Billing("project-spend", "project_spend_limit_exceeded", "Your project has reached its spend limit."),
        Billing("organization-usage", "organization_usage_limit_exceeded", "Your organization has reached its usage limit."),
        OpenAI("server-error", 500, "server.error", "api-server",
            ErrorBody("The server had an error while processing your request. Sorry about that!", "server_error")),
        OpenAI("overloaded", 503, "server.overloaded", "api-server",
            ErrorBody("The model is currently overloaded with other requests.", "service_unavailable_error", null, "server_is_overloaded"))
            with { Headers = [.. LabMarks.OpenAI, new("retry-after", "5")] },
    ];

    private static LabAnswer Billing(string name, string code, string message) =>
        OpenAI(name, 429, "quota.billing", "quota", ErrorBody($"{message} {BillingAdvice}", "insufficient_quota", null, code));

    private static LabAnswer OpenAI(string name, int status, string cause, string owner, string body) => new()
    {
        Name = $"openai/{name}",
        Persona = LabPersona.OpenAI,
        Status = status,
        Headers = status == 401 ? LabMarks.OpenAIUnauthenticated : LabMarks.OpenAI,
        Body = body,
        Cause = cause,
        Owner = owner,
    };
}
