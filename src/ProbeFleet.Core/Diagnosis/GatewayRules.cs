using ProbeFleet.Core.Model;
using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>What gateways say of themselves and of what stands behind them.</summary>
internal static class GatewayRules
{
    /// <summary>Texts in which a gateway reports that its own call to the provider broke.</summary>
    private static readonly string[] UpstreamTroubles =
    [
        "x509:", "certificate verify failed", "certificate signed by unknown authority", "connection error", "connection refused", "ECONNREFUSED",
        "ECONNRESET", "connection reset by peer", "ENOTFOUND", "getaddrinfo", "no such host", "i/o timeout", "context deadline exceeded",
        "dial tcp", "upstream connect error", "fetch failed",
    ];

    /// <summary>Whether the error text reports that a gateway's own call to the provider broke.</summary>
    public static bool SaysUpstreamTrouble(Reply reply) => !reply.IsFromApi && reply.Says(UpstreamTroubles);

    public static Finding? Find(Reply reply)
    {
        if (SaysUpstreamTrouble(reply) && (reply.Status >= 400))
        {
            return UpstreamFailed(reply, Confidence.Strong, "The gateway's own call to its provider broke.");
        }

        if (!reply.IsFromGateway)
        {
            return null;
        }

        return FindProduct(reply) ?? FindLimits(reply) ?? FindByStatus(reply);
    }

    private static Finding? FindProduct(Reply reply) => reply.Response.ResponderProduct switch
    {
        Products.CloudflareAIGateway => CloudflareAIGateway(reply),
        Products.OpenRouter => OpenRouter(reply),
        Products.Kong when reply is { IsUpstream: false, Status: 404 } && reply.Says("no Route matched") =>
            reply.Found(Cause.ConfigPath, Confidence.Proven, "Kong has no route for this path and host."),
        Products.ApiManagement when reply is { IsUpstream: false, Status: 401 } => reply.Says("missing subscription key")
            ? reply.Found(Cause.AuthMissing, Confidence.Proven, "API Management got no subscription key; it is about the gateway's key and not the provider's.")
            : reply.Found(
                Cause.AuthInvalidKey,
                Confidence.Strong,
                "API Management refused the subscription key; it is about the gateway's key and not the provider's.")
                .Or(
                    Cause.ConfigBaseUrl,
                    "Azure OpenAI's front door words its 401 the same way: "
                    + "look at the host that answered, and whether it is the gateway that this route means."),
        Products.ApiManagement when reply is { IsUpstream: false, Status: 403 } && reply.Says("quota") =>
            reply.Found(
                Cause.QuotaGatewayLimit,
                Confidence.Strong,
                "API Management's token quota for this period is used up: this 403 is a quota, not a permission."),
        _ => null,
    };

    private static Finding? CloudflareAIGateway(Reply reply) => reply.Code switch
    {
        "2009" => reply.Found(
            Cause.AuthInvalidKey,
            Confidence.Strong,
            "The gateway's own token (cf-aig-authorization) is missing or wrong. The provider's key is not concerned."),
        "2005" => UpstreamFailed(reply, Confidence.Proven, "Code 2005 says that the provider failed, although the status looks like the caller's fault."),
        "10000" => reply.Found(Cause.AuthMissing, Confidence.Weak, "Cloudflare's API saw no valid Authorization header.")
            .OwnedBy(Owner.Configuration)
            .Do("Look at the request that leaves the client: some wrappers and plugins strip or replace the Authorization header.")
            .Or(Cause.AuthInvalidKey, "If the header does leave the client, the Cloudflare token is wrong or lacks the permission."),
        _ => null,
    };

    private static Finding? OpenRouter(Reply reply) => reply.Status switch
    {
        402 => reply.Found(Cause.QuotaBilling, Confidence.Proven, "OpenRouter's credits are used up."),
        403 => reply.Found(Cause.AuthPermission, Confidence.Likely, "A guardrail, the moderation or the key's permissions refused the request."),
        502 => UpstreamFailed(reply, Confidence.Strong, "The provider behind OpenRouter is down or gave an invalid answer."),
        503 => reply.Found(Cause.GatewayUnavailable, Confidence.Strong, "No provider is available for this model."),
        >= 500 when reply.IsUpstream => UpstreamFailed(reply, Confidence.Strong, "The provider behind OpenRouter failed."),
        _ => null,
    };

    private static Finding? FindLimits(Reply reply)
    {
        if (reply.Says("No deployments available", "No models available"))
        {
            return reply.Found(
                Cause.GatewayUnavailable,
                Confidence.Strong,
                "The router has taken every deployment of this model out of use for a while, usually after rate limits or errors of the provider.")
                .Do("Read the gateway's log for the errors before this one: they put the deployments on hold.")
                .Or(Cause.QuotaRate, "If those errors are 429 of the provider, its rate limit is the cause.");
        }

        if (reply.Is("budget_exceeded") || reply.Says("Budget has been exceeded", "ExceededBudget"))
        {
            return reply.Found(Cause.QuotaGatewayLimit, Confidence.Proven, "The gateway's own budget for this key, user or team is used up.");
        }

        if (reply.Is("key_model_access_denied", "team_model_access_denied"))
        {
            return reply.Found(Cause.AuthPermission, Confidence.Proven, "The gateway's key may not use this model.");
        }

        return reply.Is("auth_error", "token_not_found_in_db", "expired_key") && !reply.IsUpstream
            ? reply.Says("No api key passed", "No API key")
                ? reply.Found(Cause.AuthMissing, Confidence.Proven, "The gateway got no key.")
                : reply.Found(Cause.AuthInvalidKey, Confidence.Proven, "The gateway does not accept its own key; the provider's key is not concerned.")
            : null;
    }

    private static Finding? FindByStatus(Reply reply) => reply.Status switch
    {
        401 when !reply.IsUpstream && reply.Says("No API key", "No auth credentials") =>
            reply.Found(Cause.AuthMissing, Confidence.Strong, "The gateway found no key where it looks for one."),
        401 when !reply.IsUpstream => null,
        429 when reply.IsUpstream || IsProviderLimit(reply) => null,
        429 => reply.Found(
            Cause.QuotaGatewayLimit,
            reply.Response.Origin is null ? Confidence.Weak : Confidence.Strong,
            "It is the gateway's own limit, not the provider's."),
        >= 500 when reply.IsUpstream => UpstreamFailed(reply, Confidence.Strong, "The gateway passed on its provider's failure."),
        503 when reply.Response.Responder is Responder.Gateway =>
            reply.Found(Cause.GatewayUnavailable, Confidence.Likely, "The gateway serves nothing at the moment."),
        502 or 504 => UpstreamFailed(reply, Confidence.Likely, "The gateway got no good answer from its provider."),
        >= 500 or 408 or 424 => reply.Found(Cause.GatewayError, Confidence.Likely, "The gateway itself failed.")
            .Or(Cause.GatewayUpstreamFailed, "Probe the route that this gateway fronts from the same vantage: if it fails too, the gateway only passes it on."),
        _ => null,
    };

    /// <summary>OpenAI's and Azure's own wording of a limit, without a mark that the gateway made it.</summary>
    private static bool IsProviderLimit(Reply reply) => reply.Response.Origin is null
        && (reply.Is("insufficient_quota", "rate_limit_exceeded", "credit_balance_exhausted", "slow_down")
            || reply.Says("Rate limit reached for", "call rate limit of your current"));

    private static Finding UpstreamFailed(Reply reply, double confidence, string meaning) =>
        reply.Found(Cause.GatewayUpstreamFailed, confidence, meaning)
            .Or(
                Cause.ServerError,
                "Probe the route that this gateway fronts from the same vantage: if it shows the same error, the provider is down; "
                + "if not, the gateway's own way to it is.");
}
