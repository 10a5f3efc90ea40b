using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>
/// Azure OpenAI's errors (Microsoft Learn, "Troubleshoot errors" and "Quotas" of Foundry Models). Many have no code of
/// their own, so the documented wording decides.
/// </summary>
internal static class AzureRules
{
    public static Finding? Find(Reply reply)
    {
        var isPlausible = reply.IsFromAzure || reply.Situation.IsGatewayRoute;
        return !isPlausible ? null : reply.Status switch
        {
            400 => BadRequest(reply),
            401 => Unauthorized(reply),
            403 => Forbidden(reply),
            404 => NotFound(reply),
            429 => TooMany(reply),
            _ => null,
        };
    }

    private static Finding? BadRequest(Reply reply) => reply switch
    {
        _ when reply.Says("api-version query parameter is not allowed", "API version not supported") =>
            reply.Found(Cause.ConfigApiVersion, Confidence.Proven, "The client's API version does not fit the surface that it calls."),
        _ when reply.Is("OperationNotSupported") || reply.Says("operation does not work with the specified model") =>
            reply.Found(Cause.ConfigRequest, Confidence.Proven, "This operation does not work with this model."),
        _ => null,
    };

    private static Finding? Unauthorized(Reply reply)
    {
        if (reply.Says("does not have access to API", "lacks the required data action"))
        {
            return reply.Found(
                Cause.AuthPermission,
                Confidence.Proven,
                "The identity is known and lacks a data-plane role; Owner or Contributor of the subscription is not one.")
                .Do("Give the identity the role \"Cognitive Services OpenAI User\" on the resource and wait a few minutes.");
        }

        if (reply.Says("audience is incorrect", "Access token is missing"))
        {
            return reply.Found(Cause.AuthWrongAudience, Confidence.Strong, "The token is missing, has expired or was asked for with another scope.")
                .Or(Cause.AuthMissing, "If no Authorization and no api-key header leaves the client, nothing was sent at all.");
        }

        if (!reply.Says("invalid subscription key or wrong API endpoint"))
        {
            return null;
        }

        var finding = reply.Found(Cause.AuthInvalidKey, Confidence.Likely, "The resource does not know this key.")
            .Or(
                Cause.ConfigBaseUrl,
                "Take endpoint and key from the same resource (Keys and Endpoint): the right key on another resource's host gives the same answer.");
        return reply.Situation.Evidence.Find<CredentialEvidence>()?.Facts?.Source is "env:OPENAI_API_KEY"
            ? finding.Note("The key comes from OPENAI_API_KEY: an OpenAI key on an Azure host gives just this answer.").OwnedBy(Owner.Configuration)
            : finding.Or(
                Cause.AuthInvalidKey,
                "An OpenAI key (sk-…) on an Azure host gives the same answer: check which provider the key is of.",
                Owner.Configuration);
    }

    private static Finding? Forbidden(Reply reply) => reply switch
    {
        _ when reply.Is("AuthenticationTypeDisabled") || reply.Says("key based authentication is disabled") =>
            reply.Found(Cause.AuthKeyDisabled, Confidence.Proven, "The resource takes Microsoft Entra tokens only."),
        _ when reply.Says("Public access is disabled") => PrivateEndpoint(reply),
        _ when reply.Says("not from an approved private endpoint") => PrivateEndpoint(reply),
        _ when reply.Says("A Virtual Network is configured for this resource") =>
            reply.Found(
                Cause.ConfigBaseUrl,
                Confidence.Strong,
                "The regional endpoint was called; a resource in a virtual network answers at its own subdomain only."),
        _ when reply.Says("Virtual Network/Firewall rules") || reply.Response.Headers.ContainsKey("policy-id") => NetworkRules(reply),
        _ when reply.Says("temporarily blocked") =>
            reply.Found(Cause.AuthPermission, Confidence.Strong, "Azure has suspended the resource.")
                .OwnedBy(Owner.RouteProvider)
                .Do("Open a support ticket for the resource with the request id."),
        _ => null,
    };

    private static Finding NetworkRules(Reply reply)
    {
        var finding = reply.Found(Cause.NetworkRulesDenied, Confidence.Proven, "The resource's network rules do not let this caller's address in.");
        return reply.Situation.ResolvesToPublicAddress is false
            ? finding
            : finding.Or(
                Cause.NetworkRulesPrivateEndpointRequired,
                $"If there is a private endpoint for the resource, its host must resolve to the private address in {reply.Situation.ResolvingNetwork}: "
                + "a public answer means that the private DNS zone is missing or not linked.",
                Owner.ConnectionPath);
    }

    private static string PrivateZones(AzureCloud? cloud)
    {
        var suffixes = (cloud ?? AzureCloud.Public).ModelSuffixes;
        return $"privatelink{suffixes[0]}, privatelink{suffixes[2]} or privatelink{suffixes[1]}";
    }

    private static Finding PrivateEndpoint(Reply reply)
    {
        var finding = reply.Found(Cause.NetworkRulesPrivateEndpointRequired, Confidence.Strong, "The resource answers through a private endpoint only.");
        return reply.Situation.ResolvesToPublicAddress switch
        {
            true => finding
                .Note(
                    $"{reply.Situation.Host} resolved to a public address ({string.Join(", ", reply.Situation.Addresses.Take(3))}): "
                    + "this network's DNS does not give the private endpoint's.")
                .OwnedBy(Owner.ConnectionPath)
                .Do(
                    $"Link the private DNS zone ({PrivateZones(reply.Situation.Cloud)}, after the host's family) to this network, with the A record.")
                .Or(
                    Cause.NetworkRulesDenied,
                    "If the zone is linked and holds the record, or this network is meant to come in publicly, "
                    + "the resource's public access setting is what denies.",
                    Owner.RouteProvider),
            false => finding
                .Note($"{reply.Situation.Host} resolved to a private address: the endpoint is not approved, or belongs to another resource.")
                .Or(Cause.NetworkRulesDenied, "Compare the address with the resource's approved private endpoint connections."),
            null => finding
                .Or(
                    Cause.NetworkRulesPrivateEndpointRequired,
                    $"Resolve the resource's host in {reply.Situation.ResolvingNetwork}: a public address there is a DNS fault of that network.",
                    Owner.ConnectionPath),
        };
    }

    private static Finding? NotFound(Reply reply) => reply switch
    {
        _ when reply.Is("DeploymentNotFound") || reply.Says("API deployment for this resource does not exist") =>
            reply.Found(
                Cause.ConfigDeploymentNotFound,
                Confidence.Proven,
                $"The resource has no deployment \"{reply.Situation.Evidence.Route.Model}\", or it is younger than five minutes."),
        _ when reply.Is("ResourceNotFound") || reply.Says("Subdomain does not map to a resource") =>
            reply.Found(Cause.ConfigBaseUrl, Confidence.Strong, "No resource answers to this host: wrong host family, deleted or renamed.")
                .Or(Cause.AuthWrongAudience, "On a Foundry agents host an expired token gives the same answer: try with a fresh one."),
        _ when reply.Says("Resource not found") && reply.IsFromAzure => BaseUrlRules.FindDoubledOperation(reply.Situation)
            ?? reply.Found(Cause.ConfigPath, Confidence.Strong, "The path, the api-version or the operation does not exist on this host."),
        _ => null,
    };

    private static Finding? TooMany(Reply reply)
    {
        if (reply.Is("NoCapacity") || reply.Says("experiencing high demand", "temporarily unable to process your request", "Provisioned Throughput"))
        {
            return reply.Found(Cause.ServerOverloaded, Confidence.Strong, "Azure has no capacity for this model at the moment. A larger quota does not help.");
        }

        if (reply is { IsFromAzure: true, Response: { RetryAfter: null, RateLimit: { } limit } }
            && (limit.LimitTokens <= 0 || limit.RemainingTokens < 0 || limit.LimitRequests <= 0))
        {
            return reply.Found(
                Cause.ServerOverloaded,
                Confidence.Guess,
                "The stated limits (-1 or 0) cannot be this deployment's, and no waiting time is named.")
                .Or(Cause.QuotaRate, "Compare the deployment's tokens per minute with its use in the portal's metrics.");
        }

        return reply.Says("call rate limit of your current", "have been limited", "Rate limit is exceeded") && reply.IsFromAzure
            ? reply.Found(Cause.QuotaRate, Confidence.Strong, "The deployment's tokens or requests per minute are used up.")
                .Or(
                    Cause.ServerOverloaded,
                    "If x-ratelimit-limit-tokens is below the deployment's configured tokens per minute, Azure has lowered it to protect itself.")
            : null;
    }
}
