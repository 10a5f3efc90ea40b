using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for answers about keys, accounts and permissions.</summary>
internal static class AccessRules
{
    public static Finding KeyMissing(ResponseView reply) => reply switch
    {
        { Response.ResponderProduct: Products.CloudflareAIGateway, Code: "10000" } =>
            reply.Found(Cause.AuthMissing, Confidence.Weak, "Cloudflare's API saw no valid Authorization header.")
                .OwnedBy(Owner.Configuration)
                .Do("Look at the request that leaves the client: some wrappers and plugins strip or replace the Authorization header.")
                .Or(Cause.AuthInvalidKey, "If the header does leave the client, the Cloudflare token is wrong or lacks the permission."),
        { Response.ResponderProduct: Products.ApiManagement, IsUpstream: false } => reply.Found(
            Cause.AuthMissing,
            "API Management got no subscription key; it is about the gateway's key and not the provider's."),
        { IsFromGateway: true, IsUpstream: false } => reply.Found(Cause.AuthMissing, "The gateway found no key where it looks for one."),
        { Context.SentCredential: true } => reply.Found(
            Cause.AuthMissing,
            "The probe sent a credential, and what answered saw none: it looks in another header or for another kind of credential, or the "
                + "header was lost on the way.")
            .Advise(
                $"Check which header and which kind of credential {reply.Context.Host} takes: a key or a token, in Authorization, "
                    + "api-key or x-api-key.",
                "Compare with the request that leaves the client: a wrapper, plugin or proxy may drop the header.",
                $"Check that {Source(reply)} is set in the workload's own environment and not empty."),
        _ => reply.Found(Cause.AuthMissing, "The request arrived without a key: the header was lost or empty."),
    };

    public static Finding KeyRefused(ResponseView reply) => reply switch
    {
        { IsFromAzure: true } or { Context.IsGatewayRoute: true, Response.Responder: Responder.AzureOpenAI } => OfAzure(reply),
        { Response.ResponderProduct: Products.ApiManagement, IsUpstream: false } => reply.Found(
            Cause.AuthInvalidKey,
            Confidence.Strong,
            "API Management refused the subscription key; it is about the gateway's key and not the provider's.")
            .Or(
                Cause.ConfigBaseUrl,
                "Azure OpenAI's front door words its 401 the same way: look at the host that answered, and whether it is the gateway that "
                    + "this route means."),
        { Response.ResponderProduct: Products.CloudflareAIGateway, IsUpstream: false } => reply.Found(
            Cause.AuthInvalidKey,
            Confidence.Strong,
            "The gateway's own token (cf-aig-authorization) is missing or wrong. The provider's key is not concerned."),
        { IsFromGateway: true, IsUpstream: false, Response.Responder: Responder.Gateway } => reply.Found(
            Cause.AuthInvalidKey, "The gateway does not accept its own key; the provider's key is not concerned."),
        { Reading.Row: null } => reply.Found(Cause.AuthInvalidKey, Confidence.Likely, "The credential was refused."),
        { Reading.Row.Meaning: not Meaning.KeyRefused } => reply.Found(
            Cause.AuthInvalidKey, Confidence.Likely, "The credential was refused: whether as missing, wrong or expired, it does not say."),
        _ => reply.Found(Cause.AuthInvalidKey, "The key is wrong, revoked or of another provider."),
    };

    public static Finding KeyExpired(ResponseView reply) =>
        reply.Found(Cause.AuthInvalidKey, "The key or token was good and has expired.")
            .Advise(
                $"Make a new key or token at {reply.Who} and put it where the workload reads it ({Source(reply)}).",
                "Set the new one's end and a reminder before it; with a token, look why it was not renewed.");

    public static Finding KeysOff(ResponseView reply) => reply.IsFromAzure
        ? reply.Found(Cause.AuthKeyDisabled, "The resource takes Microsoft Entra tokens only.")
        : reply.Found(Cause.AuthKeyDisabled, "It takes no keys: it wants a token.")
            .Advise(
                $"Give the workload a token of {reply.Context.Host}'s own sign-in (OAuth; Google: a service account, gcloud auth "
                    + "print-access-token) in place of the key.",
                "Or call the surface of the same provider that takes keys, if there is one.");

    public static Finding TokenAudience(ResponseView reply) =>
        reply.Found(Cause.AuthWrongAudience, Confidence.Strong, "The token is missing, has expired or was asked for with another scope.")
            .Or(Cause.AuthMissing, "If no Authorization and no api-key header leaves the client, nothing was sent at all.");

    public static Finding AccountState(ResponseView reply) =>
        reply.Found(Cause.AuthPermission, "The account behind the key may not work in its present state: the key itself is known.")
            .Advise(
                $"Open the account, organization or project at {reply.Who} with its owner's sign-in and do what the error's text asks "
                + "(verify, reactivate, enable the service, join the organization).",
                "If nothing is to be seen there, ask the provider's support with the request id.")
            .Warn("Do not make another key of the same account: it would be refused in the same way.");

    public static Finding ResourceSuspended(ResponseView reply) =>
        reply.Found(Cause.AuthPermission, Confidence.Strong, "Azure has suspended the resource.")
            .OwnedBy(Owner.RouteProvider)
            .Do("Open a support ticket for the resource with the request id.");

    public static Finding ScopeMissing(ResponseView reply)
    {
        const string Edit = "Edit the key's permissions and add the scope that the error names, or make a key or token with it.";
        return (reply.Context.OnOpenAIHost
            ? reply.Found(
                Cause.AuthPermission,
                "The key is restricted and lacks the scope that this call needs, or it is a ChatGPT sign-in token and not an API key.")
                .Advise(Edit, "If the secret begins with eyJ, it is a sign-in token: use an API key.")
            : reply.Found(Cause.AuthPermission, "The key or token lacks a scope or permission that this call needs.").Advise(Edit))
            .Warn(AccessCauses.PathWorks);
    }

    public static Finding PermissionMissing(ResponseView reply) => reply switch
    {
        { IsFromAzure: true, Reading.Row: not null } => reply.Found(
            Cause.AuthPermission,
            Confidence.Proven,
            "The identity is known and lacks a data-plane role; Owner or Contributor of the subscription is not one.")
            .Do("Give the identity the role \"Cognitive Services OpenAI User\" on the resource and wait a few minutes."),
        { Response.ResponderProduct: Products.OpenRouter } => reply.Found(
            Cause.AuthPermission, Confidence.Likely, "A guardrail, the moderation or the key's permissions refused the request."),
        { Code: "11200" } => reply.Found(Cause.AuthPermission, "The application behind the key may not use this model.")
            .Or(Cause.QuotaBilling, "Spark answers just so when the application's tokens are used up: look at them in its console."),
        { Reading.Row: null } => reply.Found(Cause.AuthPermission, Confidence.Weak, "The credential may not do this."),
        { Sureness: Confidence.Proven } => reply.Found(Cause.AuthPermission, "The credential is known and may not do this."),
        _ => reply.Found(Cause.AuthPermission, "The credential may not do this."),
    };

    public static Finding ModelForbidden(ResponseView reply) =>
        reply.Found(
            Cause.AuthPermission,
            reply is { IsFromGateway: true, Response.Responder: Responder.Gateway }
                ? "The gateway's key may not use this model."
                : "The project or account may not use this model: its name is right.")
            .Advise(
                $"Allow the model \"{reply.Context.Evidence.Route.Model}\" for the key, project or account at {reply.Who} "
                + "(model access, model limits, accepted terms).",
                "Or list the models with the same key and use one that is in the list.")
            .Warn("Do not rotate the key: a new one of the same project has the same models.");

    public static Finding AddressRefused(ResponseView reply) => reply.Found(
        Cause.AuthIpNotAllowed,
        reply.CappedSureness,
        reply.IsInProvidersWords
            ? "The organization or project has an IP allow list, and this egress address is not on it."
            : "The server has a list of addresses, and this egress address is not on it.");

    public static Finding RegionRefused(ResponseView reply)
    {
        var finding = reply.Found(
            Cause.AuthRegionUnsupported,
            "The address that this traffic leaves from is in a country or range that the provider does not serve. The key is not "
                + "concerned.");
        return reply is { IsUpstream: true, Response.Responder: Responder.Gateway }
            ? finding.OwnedBy(Owner.RouteProvider).Advise(
                "Ask the gateway's operator from which region it calls this provider, or choose a model that another provider serves.",
                "If the gateway takes a list of providers, leave this one out (OpenRouter: \"provider\": {\"ignore\": […]}).")
            : finding;
    }

    private static Finding OfAzure(ResponseView reply)
    {
        var finding = reply.Found(Cause.AuthInvalidKey, Confidence.Likely, "The resource does not know this key.")
            .Or(
                Cause.ConfigBaseUrl,
                "Take endpoint and key from the same resource (Keys and Endpoint): the right key on another resource's host gives the "
                    + "same answer.");
        return reply.Context.Evidence.Facts<CredentialFacts>()?.Source is "env:OPENAI_API_KEY"
            ? finding.Note("The key comes from OPENAI_API_KEY: an OpenAI key on an Azure host gives just this answer.")
                .OwnedBy(Owner.Configuration)
            : finding.Or(
                Cause.AuthInvalidKey,
                "An OpenAI key (sk-…) on an Azure host gives the same answer: check which provider the key is of.",
                Owner.Configuration);
    }

    private static string Source(ResponseView reply) =>
        reply.Context.Evidence.Facts<CredentialFacts>()?.Source ?? "its credential";
}
