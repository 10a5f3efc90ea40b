using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for a received response: who answered, what it means, and what that means for this route.</summary>
internal static class ResponseRules
{
    /// <summary>Meanings that only the route's own front or API states, whatever the shape of the body is.</summary>
    private static readonly Meaning[] OfAnyBody =
    [
        Meaning.SchemeWrong, Meaning.ClientCertificate, Meaning.HeadTooLarge, Meaning.Firewall, Meaning.SignIn, Meaning.ProxyPage,
        Meaning.ProtocolWrong,
    ];

    /// <summary>Whether only the route's own front or API, or what stands before it, says so.</summary>
    public static bool IsOfAFront(Meaning meaning) => OfAnyBody.Contains(meaning);

    public static Finding Find(DiagnosisContext context) => context.Evidence.Response is { } response
        ? Find(new ResponseView(context, response))
        : ConfigurationRules.Unclassified(context);

    private static Finding Find(ResponseView reply) => WithinDepth(reply, BehindGateway(reply, Judge(reply)));

    private static Finding Judge(ResponseView reply) => reply switch
    {
        { Response.ResponderProduct: Products.Squid or Products.ForwardProxy } =>
            ProxyRules.Answered(reply.Context.Proxy ?? "on the way", reply.Status, reply.Words.TrimEnd('.')),
        _ when FrontRules.IsNetworksSignIn(reply) => FrontRules.NetworksSignIn(reply),
        _ when FramingRules.Find(reply) is { } framed => framed,
        _ when SuccessRules.Find(reply) is { } success => success,
        _ when IsForeign(reply) && !IsItsOwnWord(reply) => PageRules.Find(reply),
        _ => MeaningRules.Find(reply),
    };

    /// <summary>Whether neither the API nor a gateway writes such a body: a page, a text, nothing, a success without completion.</summary>
    private static bool IsForeign(ResponseView reply) => reply.Response.Responder is Responder.Proxy
        || (!reply.IsFromApi && reply.Response.Responder is not Responder.Gateway && !IsWrittenByAnApi(reply))
        || (reply.Response.Status < 300 && reply.Status < 300 && reply.Reading.Row is null);

    private static bool IsWrittenByAnApi(ResponseView reply) => reply.Shape switch
    {
        BodyShape.Html => false,
        BodyShape.Text => reply.Quoted is not null,
        BodyShape.Empty => reply.Context.IsGatewayRoute && reply.Status >= 500,
        BodyShape.Json => !reply.Context.IsProvidersHost || reply.Reading.Row is { Place: < SignPlace.Wording },
        _ => true,
    };

    /// <summary>
    /// Whether the words of a page or text can be trusted: on OpenAI's and Azure's hosts only those of a front about itself, since their
    /// APIs write JSON; over plain HTTP to a foreign host no hints, since anything on the path can have written them; and in a success
    /// that is a page nobody refuses anything.
    /// </summary>
    private static bool IsItsOwnWord(ResponseView reply) => reply.Reading.Row is { } row
        && (IsOfAFront(reply.Reading.Meaning)
            || (!reply.Context.IsProvidersHost
                && reply is not { Shape: BodyShape.Html, Status: < 300, Reading.Row.Place: >= SignPlace.Wording }
                && (row.Place < SignPlace.Wording || reply.Context.IsProven || reply.Context.IsNear)));

    /// <summary>
    /// A relayed authentication error is about the gateway's own credential, unless it passes the caller's key through. A probe without a
    /// credential is refused behind a gateway that does, and either way the path to it is open.
    /// </summary>
    private static Finding BehindGateway(ResponseView reply, Finding finding)
    {
        var isProviderAuth = finding.Cause
            is Cause.AuthMissing or Cause.AuthInvalidKey or Cause.AuthWrongAudience or Cause.AuthPermission or Cause.AuthKeyDisabled;
        if (!isProviderAuth || reply.Context.Reach is ProbeDepth.Path
            || reply is not ({ IsUpstream: true, Context.IsGatewayRoute: true, IsFromApi: false } or { QuotesAnother: true }))
        {
            return finding;
        }

        return reply.Response.ResponderProduct is Products.Portkey
            ? (finding with { Confidence = Confidence.Likely })
                .Note("Portkey hands the caller's key on to the provider, unless its configuration has one of its own.")
                .Or(Cause.GatewayUpstreamFailed,
                    "If x-portkey-config or a virtual key has the provider's key, that one was refused: have it replaced there.")
            : (finding with { Cause = Cause.GatewayUpstreamFailed, Owner = null, Confidence = Confidence.Likely, Next = null, Not = null })
                .Note(reply.Context.IsGatewayRoute
                    ? "The provider behind the gateway refused the gateway's credential."
                    : "It failed and did not refuse the call: what it calls itself refused its own credential.")
                .Or(finding.Cause, "If this gateway hands the caller's key through to the provider, the key of this route is what was "
                    + "refused.", finding.Owner);
    }

    /// <summary>Judges by depth: without a credential, an authentication refusal proves the path and is healthy.</summary>
    private static Finding WithinDepth(ResponseView reply, Finding finding) => reply.Context.Reach switch
    {
        ProbeDepth.Path when ProvesPath(finding.Cause)
            && reply.Response is { Status: < 500, Responder: not Responder.Proxy } => Finding.Proven(
            Cause.Ok,
            $"{reply.Who} answered {reply.Response.Status}: the path to the API is open. The credential, model and quota were not tried."),
        ProbeDepth.Path or ProbeDepth.Authenticated when IsWithoutModelList(reply) => Finding.Likely(
            Cause.Ok,
            $"{reply.Who} answered {reply.Response.Status} to the list of models: it does not offer one. "
            + "The path is open; a probe of depth completion proves the rest."),
        ProbeDepth.Path or ProbeDepth.Authenticated or ProbeDepth.Completion => finding,
    };

    /// <summary>Whether the cause proves the path. Answers that are not the API's have another cause by then.</summary>
    private static bool ProvesPath(Cause cause) =>
        cause is Cause.AuthMissing or Cause.AuthInvalidKey or Cause.AuthWrongAudience or Cause.AuthPermission or Cause.AuthKeyDisabled
            or Cause.QuotaRate or Cause.QuotaBilling or Cause.QuotaGatewayLimit or Cause.ConfigModelNotFound
            or Cause.ConfigDeploymentNotFound or Cause.ConfigRequest or Cause.ConfigApiVersion;

    /// <summary>Whether a server has no model list, which only OpenAI and Azure must have. A completion uses another path.</summary>
    private static bool IsWithoutModelList(ResponseView reply) =>
        reply is { Context: { IsProvidersHost: false, ListsModels: true }, Status: 404 or 405 or 501 }
            && (reply.Response.Responder is Responder.Gateway
                || (reply.Response.Responder is Responder.Unknown && reply.IsJson));
}
