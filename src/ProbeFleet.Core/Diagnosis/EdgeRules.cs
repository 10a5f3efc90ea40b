using ProbeFleet.Core.Model;
using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Answers that no API and no gateway made: forward proxies, captive portals, WAFs, edges, error pages.</summary>
internal static class EdgeRules
{
    public static Finding? Find(Reply reply)
    {
        if (reply.Response.Responder is not Responder.Proxy)
        {
            return IsNoApi(reply) ? NotApi(reply, Confidence.Likely) : null;
        }

        return reply.Response.ResponderProduct switch
        {
            Products.Squid or Products.ForwardProxy => ProxyRules.Answered(reply.Situation.Proxy ?? "on the way", reply.Status, reply.Words.TrimEnd('.')),
            Products.HttpSys when reply.Status is 404 => WrongFrontEnd(reply),
            _ when reply.Situation.IsGatewayRoute => GatewayFront(reply),
            _ => NotApi(reply, Confidence.Strong),
        };
    }

    /// <summary>The APIs write their errors as JSON: a bare text, an empty body or other JSON is somebody else's.</summary>
    private static bool IsNoApi(Reply reply) => !reply.IsFromApi && reply.Response.Responder is not Responder.Gateway
        && (reply.Shape is BodyShape.Html or BodyShape.Text or BodyShape.Empty && !IsGatewayFailure(reply)
            || (IsProvidersHost(reply) && reply.Shape is BodyShape.Json && !GatewayRules.SaysUpstreamTrouble(reply))
            || (reply.Response.Status < 300 && !(reply.IsErrorObject && reply.Status >= 400)));

    /// <summary>A compatible server at a host of its own may write other JSON; OpenAI and Azure do not.</summary>
    private static bool IsProvidersHost(Reply reply) => reply.Situation.OnOpenAIHost || reply.Situation.Kind is RouteKind.AzureOpenAI;

    private static bool IsGatewayFailure(Reply reply) => reply.Situation.IsGatewayRoute && reply.Status >= 500;

    private static Finding WrongFrontEnd(Reply reply) =>
        reply.Found(Cause.ConfigBaseUrl, Confidence.Likely, "An Azure web front end answered and not the OpenAI data plane: the host or the path is wrong.")
            .Or(Cause.ConfigPath, "Check the host in the portal first (resource, Keys and Endpoint); if it is right, the path or the api-version is not.");

    private static Finding GatewayFront(Reply reply) => reply.Status switch
    {
        504 or 524 or 522 => reply.Found(Cause.GatewayUpstreamFailed, Confidence.Likely, "The gateway's front waited for what stands behind it in vain."),
        >= 500 => reply.Found(Cause.GatewayUnavailable, Confidence.Likely, "The gateway's front could not get an answer from the gateway."),
        _ => NotApi(reply, Confidence.Likely),
    };

    private static Finding NotApi(Reply reply, double confidence)
    {
        var finding = reply.Found(Cause.HttpNotApi, confidence, "This is not the API's answer.");
        if (IsProvidersOwnEdge(reply))
        {
            return (finding with { Confidence = Confidence.Likely })
                .Note("TLS proves the provider's own edge: it could not get an answer from the API behind it.")
                .OwnedBy(Owner.ApiServer)
                .Or(
                    Cause.HttpNotApi,
                    "Probe from another network: if it works there, something on this network's way to the edge is to blame.",
                    Owner.ConnectionPath);
        }

        if (reply.Situation is { IsGatewayRoute: true, IsPlainHttp: false } && reply.Response.ResponderProduct is not Products.AzureFirewall)
        {
            return finding.OwnedBy(Owner.RouteProvider)
                .Or(Cause.ConfigBaseUrl, "If the page is the gateway's own (a welcome page, a login), the base URL lacks its API path, such as /v1.");
        }

        return finding;
    }

    /// <summary>A 5xx of Cloudflare on OpenAI's host over TLS with a publicly trusted certificate: OpenAI's edge is at Cloudflare.</summary>
    private static bool IsProvidersOwnEdge(Reply reply) =>
        reply is { Status: >= 500, Response.ResponderProduct: Products.CloudflareEdge, Situation: { OnOpenAIHost: true, IsPlainHttp: false } };
}
