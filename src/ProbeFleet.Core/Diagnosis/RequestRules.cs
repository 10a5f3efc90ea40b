using System.Text.RegularExpressions;
using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for answers about the request: its host, path, model and members.</summary>
internal static partial class RequestRules
{
    private static readonly Wording[] Messages = [new("missing|required ~ messages"), new("messages ~ missing|required")];

    public static Finding ModelUnknown(ResponseView reply) =>
        reply is { Response.ResponderProduct: Products.CloudflareAIGateway, Code: "2008" } ? NamesNoProvider(reply) : IsUnknown(reply);

    private static Finding NamesNoProvider(ResponseView reply) => reply.Found(
        Cause.ConfigModelNotFound, $"The model \"{Model(reply)}\" begins with no provider that the gateway knows.")
        .Advise(
            "Write the model as provider/model, such as openai/gpt-4.1-nano: the gateway reads the provider from the name.",
            "Compare the provider's name with the gateway's list of providers, letter by letter.")
        .Warn("Do not look at the network or the key: the gateway answered, and the provider was not asked.");

    private static Finding IsUnknown(ResponseView reply) => reply.Found(
        Cause.ConfigModelNotFound,
        reply.CappedSureness,
        $"The model \"{Model(reply)}\" is not known here, or this key may not see it.")
        .Or(Cause.AuthPermission,
            "List the models with the same key: if the model exists and is not in the list, the project or key lacks access to it.");

    public static Finding DeploymentUnknown(ResponseView reply) => reply.Found(
        Cause.ConfigDeploymentNotFound,
        $"The resource has no deployment \"{Model(reply)}\", or it is younger than five minutes.");

    public static Finding ModelRetired(ResponseView reply) =>
        reply.Found(Cause.ConfigModelNotFound, $"The model \"{Model(reply)}\" was known here and has been taken out of service.")
            .Advise(
                $"Choose the successor on {reply.Who}'s page of deprecations and set it where the workload reads the model's name.",
                "Look through the fleet's other routes for the same model.")
            .Warn("Do not look at the network: the API answered.");

    public static Finding ModelOperation(ResponseView reply) =>
        reply.Found(Cause.ConfigRequest, $"The model \"{Model(reply)}\" is known and does not do this operation.")
            .Advise(
                "Call it with the operation that the error names (responses, completions, embeddings, an inference profile), or choose a "
                    + "model for chat.",
                "Compare with the operation that the workload itself uses: the probe asks chat/completions.")
            .Warn("Do not look at the network or the key: the model was found.");

    public static Finding ParameterRefused(ResponseView reply) => reply switch
    {
        _ when MissesMessages(reply) => IsOfChat(reply),
        // OpenAI and Azure name the parameter beside the message.
        { Reading.Row: null } and not { IsFromApi: true, Response.ErrorReason: { } } => reply.Found(
            Cause.ConfigRequest, Confidence.Likely, $"It refused the request with {reply.Status}, for a reason that no rule knows.")
            .Advise("Compare with what the workload sends: if that works, the server refuses something of the probe's."),
        { Reading.Row: null } => reply.Found(
            Cause.ConfigRequest, Confidence.Likely, "The request's content was refused: the path and the server work."),
        _ => reply.Found(Cause.ConfigRequest, reply.CappedSureness, "The request's content was refused: the path and the server work."),
    };

    /// <summary>Whether a server that was asked for a response misses what only a chat completion has.</summary>
    private static bool MissesMessages(ResponseView reply) => AsksForResponse(reply)
        && Wording.Speak(reply.Response.ErrorMessage ?? "", partsCamelCase: false) is var said
        && Messages.Any(wording => wording.IsIn(said));

    private static bool AsksForResponse(ResponseView reply) =>
        reply.Context.Evidence.Route.Request is RequestKind.Responses or RequestKind.ResponsesStream;

    private static Finding IsOfChat(ResponseView reply) =>
        reply.Found(
            Cause.ConfigRequest,
            Confidence.Likely,
            "It was asked for a response and misses the messages of a chat completion: it knows chat/completions only.")
            .Advise(InsteadOfResponses(reply), "Or call a server that has the responses operation.")
            .Warn("Do not look at the network or the key: the server read the request.");

    private static string InsteadOfResponses(ResponseView reply) =>
        "Let the workload call chat/completions here, and set \"request\": "
            + (reply.Context.AskedForStream ? "\"chat-stream\"" : "\"chat\"")
            + " on this route: a probe that then passes proves that the server has that operation and not /responses.";

    public static Finding ShapeRefused(ResponseView reply) =>
        reply.Found(Cause.ConfigRequest, reply.CappedSureness, "The server refuses the shape of the probe's own request.")
            .Advise(
                "Compare with what the workload sends (streaming, the token limit's name and size, the operation): if that works, the "
                    + "route is healthy.",
                "If the workload is refused in the same words, change the member or the operation that the error names.")
            .Warn("Do not look at the network or the key: the server read the request.");

    public static Finding PathUnknown(ResponseView reply)
    {
        if (BaseUrlRules.FindDoubledOperation(reply.Context) is { } doubled)
        {
            return doubled;
        }

        var finding = reply.Found(
            Cause.ConfigPath,
            reply.Reading.Row is null ? Confidence.Weak : reply.CappedSureness,
            "The server does not know this path.");
        finding = AsksForResponse(reply) ? finding.Or(Cause.ConfigRequest, InsteadOfResponses(reply)) : finding;
        return reply.Context is { BaseUrl.AbsolutePath: "/", OnAzureHost: false, Kind: not RouteKind.AzureOpenAI }
            ? finding.Do($"Set the base URL to {reply.Context.BaseUrl?.GetLeftPart(UriPartial.Authority)}/v1: the version's path "
                + "is missing.")
            : finding;
    }

    public static Finding HostWrong(ResponseView reply)
    {
        var named = Host.Match(reply.Response.ErrorMessage ?? "") is { Success: true } match
            && !match.Value.Equals(reply.Context.Host, StringComparison.OrdinalIgnoreCase)
            ? match.Value
            : null;
        var finding = reply switch
        {
            { IsFromAzure: true, Code: "ResourceNotFound" } or { IsFromAzure: true, Status: 404 } => reply.Found(
                Cause.ConfigBaseUrl, Confidence.Strong, "No resource answers to this host: wrong host family, deleted or renamed.")
                .Or(Cause.AuthWrongAudience, "On a Foundry agents host an expired token gives the same answer: try with a fresh one."),
            { IsFromAzure: true } => reply.Found(
                Cause.ConfigBaseUrl,
                Confidence.Strong,
                "The regional endpoint was called; a resource in a virtual network answers at its own subdomain only."),
            _ => reply.Found(
                Cause.ConfigBaseUrl,
                "The key is not what is wrong: this host does not serve the account, project or name that it was called with."),
        };
        return named is null ? finding : finding.Do($"Set the base URL's host to {named}, as the answer says.");
    }

    public static Finding SchemeWrong(ResponseView reply) =>
        reply.Found(Cause.ConfigBaseUrl, "The base URL says http, and this port speaks TLS.")
            .Advise(
                $"Write https:// for http:// in the base URL of this route ({reply.Context.BaseUrl?.GetLeftPart(UriPartial.Authority)}).",
                "Treat the credential as seen by whoever is on the way: it was sent without TLS. Rotate it if that network is not yours.")
            .Warn("Do not look at DNS or firewalls: the server itself answered.");

    public static Finding ProtocolWrong(ResponseView reply) =>
        reply.Found(Cause.HttpInvalid, "The server speaks HTTP/2 only, and the workload's client asks with HTTP/1.1.")
            .OwnedBy(reply.Context.OwnerOfServer)
            .Advise("Have the server offer HTTP/1.1 by ALPN, or let the workload's client ask for HTTP/2 (httpx: http2=True; .NET: "
                + "HttpVersionPolicy).")
            .Warn("Do not look at keys or firewalls: the server itself answered.");

    public static Finding TooLarge(ResponseView reply) =>
        reply.Found(Cause.ConfigRequest, reply.CappedSureness, "The request is too large for this server or model.")
            .Advise(
                "Compare the size that the error names with the workload's prompt: the probe's own is a few bytes.",
                "If this very probe was refused, have the front's limit looked at (nginx: client_max_body_size).");

    public static Finding HeadTooLarge(ResponseView reply) =>
        reply.Found(
            Cause.ConfigRequest,
            reply.CappedSureness,
            "The request's headers are too large for this server: the key or another header is too long.")
            .Advise(
                "Look at the length of the key and of the route's headers: a whole file, a cookie or a doubled token in one of them is "
                    + "the usual reason.",
                "If they are right, have the front's limit raised (nginx: large_client_header_buffers; Node: --max-http-header-size).")
            .Warn("Do not look at the network: the server read the request.");

    public static Finding NoRoute(ResponseView reply) =>
        reply.Found(Cause.ConfigModelNotFound, reply.CappedSureness, $"The gateway has no route for the model \"{Model(reply)}\".")
            .Advise(
                "List the models or routes that the gateway has, and compare the name with this route's model, letter by letter.",
                "If the name is right, have the gateway's operator add the route for it (Envoy AI Gateway: AIGatewayRoute).")
            .Warn("Do not look at the network or the key: the gateway answered.")
            .Or(Cause.GatewayError, "If other models of the same gateway work, and this one did, its route was lost there: read its log.");

    public static Finding GatewayHeader(ResponseView reply) =>
        reply.Found(Cause.ConfigRequest, reply.CappedSureness, "The gateway wants a header of its own, or does not take its value.")
            .Advise(
                "Set the header that the error names under \"headers\" of this route, with the value that the workload sends.",
                "If the workload sends none, have the gateway's operator say which one its configuration asks for.")
            .Warn("Do not look at the network: the gateway read the request.");

    public static Finding Filtered(ResponseView reply) => Finding.Strong(
        Cause.Ok,
        $"The content filter refused the probe's prompt ({reply.Response.Status} {(reply.Code is "" ? "filtered" : reply.Code)}): "
        + "path, credential and deployment work, and only the filter's configuration stands in the way of this prompt.");

    private static string Model(ResponseView reply) => reply.Context.Evidence.Route.Model;

    [GeneratedRegex(@"(?<![a-z0-9.-])(?:[a-z0-9-]{1,63}\.){2,10}[a-z]{2,}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Host { get; }
}
