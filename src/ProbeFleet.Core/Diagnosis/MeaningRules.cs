using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Diagnosis.Meanings;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Turns the meaning of an answer into a finding, given the route, the responder and the path.</summary>
internal static class MeaningRules
{
    public static Finding Find(ResponseView reply)
    {
        var finding = FindingFor(reply, reply.Reading.Meaning);
        var isVague = reply.Reading.Row is null || (reply.Shape is BodyShape.Html
            && (reply.Reading.Row.Place is SignPlace.Hint
                || (reply.Reading.Row.Place is SignPlace.Wording && !ResponseRules.IsOfAFront(reply.Reading.Meaning))));
        return !isVague ? finding
            : reply is { Status: 403, Reading: { Meaning: Meaning.PermissionMissing, Row.Place: SignPlace.Wording } } ? DeniedByAPage(reply)
            : Hedging.OfStatus(reply, finding);
    }

    /// <summary>Judges a page that says no more than "denied": APIs write JSON, and firewalls and inspections write such pages.</summary>
    private static Finding DeniedByAPage(ResponseView reply) => PageRules.NotApi(reply)
        .Or(Cause.AuthPermission, "If the page is the API's own, ask whoever runs it what this credential may do.");

    /// <summary>Judges the server's own page by its status, if the status alone says enough; otherwise null.</summary>
    public static Finding? OfPage(ResponseView reply) => reply.Status switch
    {
        401 or 403 or 404 or 405 or 413 or 421 or 429 or 431 when reply is { Status: not 403 } or { Shape: BodyShape.Empty } =>
            OfStatusAlone(reply),
        >= 500 when reply.Context is { IsGatewayRoute: false, IsProven: false } =>
            Hedging.OfStatus(reply, FindingFor(reply, Meaning.ServerFailed)).Warn(Advice.NotTheStatus),
        _ => null,
    };

    private static Finding OfStatusAlone(ResponseView reply)
    {
        var finding = Hedging.OfStatus(reply, FindingFor(reply, StatusMeanings.For(reply.Status)));
        return reply switch
        {
            { Shape: not BodyShape.Empty } => finding.Or(
                Cause.HttpNotApi, "If the page names a product that should not stand there, something else answers in the server's place."),
            { Status: 403 } => finding.Or(Cause.HttpNotApi, Unlogged(reply))
                .Or(
                    Cause.ConfigBaseUrl,
                    "Ollama, and some others, refuse a Host header that they do not know with an empty 403: have the tunnel or front send "
                        + "the one that the server expects."),
            _ => finding.Or(Cause.HttpNotApi, Unlogged(reply)),
        };
    }

    private static string Unlogged(ResponseView reply) =>
        $"Look in the log of {reply.Context.Host} at {reply.Context.Time}: without this request in it, something else answered.";

    /// <summary>Judges a 5xx page of a gateway's front.</summary>
    public static Finding GatewayFront(ResponseView reply) => reply.Status is 504 or 524 or 522
        ? reply.Found(Cause.GatewayUpstreamFailed, Confidence.Likely, "The gateway's front waited for what stands behind it in vain.")
        : reply.Found(Cause.GatewayUnavailable, Confidence.Likely, "The gateway's front could not get an answer from the gateway.");

    private static Finding FindingFor(ResponseView reply, Meaning meaning) => meaning switch
    {
        Meaning.KeyMissing => AccessRules.KeyMissing(reply),
        Meaning.KeyRefused => AccessRules.KeyRefused(reply),
        Meaning.KeyExpired => AccessRules.KeyExpired(reply),
        Meaning.TokenAudience => AccessRules.TokenAudience(reply),
        Meaning.KeysOff => AccessRules.KeysOff(reply),
        Meaning.AccountState => AccessRules.AccountState(reply),
        Meaning.ResourceSuspended => AccessRules.ResourceSuspended(reply),
        Meaning.ScopeMissing => AccessRules.ScopeMissing(reply),
        Meaning.PermissionMissing => AccessRules.PermissionMissing(reply),
        Meaning.ModelForbidden => AccessRules.ModelForbidden(reply),
        Meaning.AddressRefused => AccessRules.AddressRefused(reply),
        Meaning.RegionRefused => AccessRules.RegionRefused(reply),
        Meaning.NetworkRule => NetworkRules.Denied(reply),
        Meaning.PrivateEndpointOnly => NetworkRules.PrivateEndpoint(reply),
        Meaning.ModelUnknown => RequestRules.ModelUnknown(reply),
        Meaning.DeploymentUnknown => RequestRules.DeploymentUnknown(reply),
        Meaning.ModelRetired => RequestRules.ModelRetired(reply),
        Meaning.ModelOperation => RequestRules.ModelOperation(reply),
        Meaning.ModelLoading => ServiceRules.ModelLoading(reply),
        Meaning.ParameterRefused => RequestRules.ParameterRefused(reply),
        Meaning.ShapeRefused => RequestRules.ShapeRefused(reply),
        Meaning.VersionRefused => reply.Found(Cause.ConfigApiVersion, "The client's API version does not fit the surface that it calls."),
        Meaning.PathUnknown => RequestRules.PathUnknown(reply),
        Meaning.HostWrong => RequestRules.HostWrong(reply),
        Meaning.SchemeWrong => RequestRules.SchemeWrong(reply),
        Meaning.ProtocolWrong => RequestRules.ProtocolWrong(reply),
        Meaning.Rate => ServiceRules.Rate(reply),
        Meaning.SpendUsedUp => reply.Found(Cause.QuotaBilling, "Credits or a spend limit are used up: waiting and retrying do not help."),
        Meaning.GatewayLimit => ServiceRules.GatewayLimit(reply),
        Meaning.TooLarge => RequestRules.TooLarge(reply),
        Meaning.HeadTooLarge => RequestRules.HeadTooLarge(reply),
        Meaning.Overloaded => ServiceRules.Overloaded(reply),
        Meaning.ServerFailed => ServiceRules.Failed(reply),
        Meaning.UpstreamFailed => ServiceRules.UpstreamFailed(reply),
        Meaning.UpstreamsOnHold => ServiceRules.OnHold(reply),
        Meaning.NoRoute => RequestRules.NoRoute(reply),
        Meaning.GatewayUnready => ServiceRules.GatewayUnready(reply),
        Meaning.GatewayHeader => RequestRules.GatewayHeader(reply),
        Meaning.UpstreamTooSlow => ServiceRules.UpstreamTooSlow(reply),
        Meaning.SignIn => FrontRules.SignIn(reply),
        Meaning.FrontCredentials => FrontRules.Credentials(reply),
        Meaning.Firewall or Meaning.CaptivePortal => FrontRules.Blocked(reply),
        Meaning.ProxyPage => FrontRules.ProxyPage(reply),
        Meaning.ClientCertificate => TlsRules.ClientCertificate(reply.Context),
        Meaning.ContentFiltered => RequestRules.Filtered(reply),
        Meaning.OutputLimit => Finding.Proven(
            Cause.Ok,
            $"The model ran and used up the probe's small output limit ({reply.Response.Status} \"could not finish\"): "
            + "path, credential, model and quota all work."),
        Meaning.Unknown => reply.Status < 300
            ? reply.Found(Cause.HttpNotApi, Confidence.Likely, "A success whose body is not the API's.")
            : reply.Found(Cause.Unclassified, Confidence.Guess, "No rule knows this answer."),
    };
}
