using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>
/// OpenAI's error codes (OpenAI's guides "Error codes" and "Spend limits"), also as gateways and compatible servers repeat
/// them. <c>code</c> is read before <c>type</c>: the billing codes of 2026 come with the old type.
/// </summary>
internal static class OpenAIRules
{
    private static readonly string[] BillingCodes =
    [
        "credit_balance_exhausted", "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
        "insufficient_quota", "billing_hard_limit_reached", "billing_not_active",
    ];

    public static Finding? Find(Reply reply) => reply.Status switch
    {
        400 or 422 => BadRequest(reply),
        401 => Unauthorized(reply),
        403 => Forbidden(reply),
        404 => NotFound(reply),
        429 => TooMany(reply),
        500 or 502 or 503 or 504 => ServerSide(reply),
        _ => null,
    };

    private static Finding? BadRequest(Reply reply) =>
        reply.Is("model_not_found") ? ModelNotFound(reply)
        : reply.Is([.. BillingCodes]) ? TooMany(reply)
        : null;

    private static Finding? Unauthorized(Reply reply)
    {
        if (reply.Is("ip_not_authorized") || reply.Says("IP not authorized", "not authorized to access this organization from", "IP address is not"))
        {
            return reply.Found(
                Cause.AuthIpNotAllowed,
                Confidence.Strong,
                "The organization or project has an IP allow list, and this egress address is not on it.");
        }

        if (reply.Is("missing_scope") || reply.Says("Missing scopes", "insufficient permissions"))
        {
            return MissingScope(reply);
        }

        if (reply.Says("didn't provide an API key", "did not provide an API key", "Missing bearer"))
        {
            return reply.Found(Cause.AuthMissing, Confidence.Proven, "The request arrived without a key: the header was lost or empty.");
        }

        if (reply.Says("must be a member of an organization"))
        {
            return reply.Found(Cause.AuthPermission, Confidence.Strong, "The key's user belongs to no organization.");
        }

        return reply.Is("invalid_api_key") || reply.Says("Incorrect API key", "invalid api key", "Invalid Authentication")
            ? reply.Found(Cause.AuthInvalidKey, Confidence.Proven, "The key is wrong, revoked or of another provider.")
            : null;
    }

    private static Finding MissingScope(Reply reply) => reply.Found(
        Cause.AuthPermission,
        Confidence.Proven,
        "The key is restricted and lacks the scope that this call needs, or it is a ChatGPT sign-in token and not an API key.");

    private static Finding? Forbidden(Reply reply)
    {
        if (reply.Is("unsupported_country_region_territory") || reply.Says("Country, region, or territory not supported"))
        {
            return reply.Found(
                Cause.AuthRegionUnsupported,
                Confidence.Proven,
                "The address that this traffic leaves from is in a country or range that the provider does not serve. The key is not concerned.");
        }

        if (reply.Is("missing_scope") || reply.Says("Missing scopes"))
        {
            return MissingScope(reply);
        }

        return reply.Is("model_not_found") || reply.Says("does not have access to model")
            ? reply.Found(Cause.AuthPermission, Confidence.Proven, "The project may not use this model.")
            : null;
    }

    private static Finding? NotFound(Reply reply)
    {
        if (reply.Is("unknown_url") || reply.Says("Unknown request URL", "Invalid URL"))
        {
            return BaseUrlRules.FindDoubledOperation(reply.Situation)
                ?? reply.Found(Cause.ConfigPath, Confidence.Proven, "The API does not know this path.")
                    .Do("Check that the base URL ends in the API's version path, such as /v1.");
        }

        var isModelUnknown = reply.Is("model_not_found")
            || reply.Says("does not exist or you do not have access to it", "model not found")
            || (reply.Says("model") && reply.Says("does not exist", "not found"));
        return isModelUnknown ? ModelNotFound(reply) : null;
    }

    private static Finding ModelNotFound(Reply reply) => reply.Found(
        Cause.ConfigModelNotFound,
        Confidence.Strong,
        $"The model \"{reply.Situation.Evidence.Route.Model}\" is not known here, or this key may not see it.")
        .Or(Cause.AuthPermission, "List the models with the same key: if the model exists and is not in the list, the project or key lacks access to it.");

    private static Finding? TooMany(Reply reply)
    {
        if (reply.Is([.. BillingCodes]) || reply.Says("exceeded your current quota"))
        {
            return reply.Found(Cause.QuotaBilling, Confidence.Proven, "Credits or a spend limit are used up: waiting and retrying do not help.");
        }

        return reply.Is("rate_limit_exceeded", "slow_down", "rate_limit_error", "requests", "tokens") || reply.Says("Rate limit reached for")
            ? reply.Found(Cause.QuotaRate, Confidence.Proven, "Too much in too short a time: waiting helps.")
            : null;
    }

    private static Finding? ServerSide(Reply reply)
    {
        if (reply.Is("server_is_overloaded", "service_unavailable_error", "slow_down") || reply.Says("currently overloaded", "engine is currently overloaded"))
        {
            return reply.Found(Cause.ServerOverloaded, Confidence.Strong, "The model has no capacity at the moment.");
        }

        return reply.Is("server_error") && !reply.IsFromGateway ? reply.Found(Cause.ServerError, Confidence.Strong, "The API failed by itself.") : null;
    }
}
