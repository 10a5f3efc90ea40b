using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>
/// Judges a response that came. Who answered is decided first: a 401, 403 or 5xx of a proxy, a WAF or a captive portal is not the API's.
/// </summary>
internal static class ResponseRules
{
    public static Finding Find(Situation situation)
    {
        if (situation.Evidence.Response is not { } response)
        {
            return ConfigurationRules.Unclassified(situation);
        }

        var reply = new Reply(situation, response);
        var finding = HealthyErrors.Find(reply)
            ?? EdgeRules.Find(reply)
            ?? GatewayRules.Find(reply)
            ?? AzureRules.Find(reply)
            ?? OpenAIRules.Find(reply)
            ?? StatusRules.Find(reply);
        return WithinDepth(reply, BehindGateway(reply, finding));
    }

    /// <summary>
    /// An authentication error that a gateway passes on from its provider is about the gateway's own provider credential,
    /// unless the gateway hands the caller's key through.
    /// </summary>
    private static Finding BehindGateway(Reply reply, Finding finding)
    {
        var isProviderAuth = finding.Cause
            is Cause.AuthMissing or Cause.AuthInvalidKey or Cause.AuthWrongAudience or Cause.AuthPermission or Cause.AuthKeyDisabled;
        return isProviderAuth && reply is { IsUpstream: true, Response.Responder: Responder.Gateway, Situation.IsGatewayRoute: true }
            ? (finding with { Cause = Cause.GatewayUpstreamFailed, Owner = null, Confidence = Confidence.Likely })
                .Note("The provider behind the gateway refused the gateway's credential.")
                .Or(finding.Cause, "If this gateway hands the caller's key through to the provider, the key of this route is what was refused.", finding.Owner)
            : finding;
    }

    /// <summary>What is healthy at a smaller depth: without a credential, a refusal for want of one proves the path.</summary>
    private static Finding WithinDepth(Reply reply, Finding finding) => reply.Situation.Evidence.Depth switch
    {
        ProbeDepth.Path when ProvesPath(finding.Cause) => new(
            Cause.Ok,
            Confidence.Proven,
            $"{reply.Who} answered {reply.Response.Status}: the path to the API is open. The credential, model and quota were not tried."),
        ProbeDepth.Path or ProbeDepth.Authenticated when IsWithoutModelList(reply) => new(
            Cause.Ok,
            Confidence.Likely,
            $"{reply.Who} answered {reply.Response.Status} to the list of models: this gateway does not offer one. "
            + "The path is open; a probe of depth completion proves the rest."),
        ProbeDepth.Path or ProbeDepth.Authenticated or ProbeDepth.Completion => finding,
    };

    /// <summary>Answers that are not the API's have got another cause by now.</summary>
    private static bool ProvesPath(Cause cause) =>
        cause is Cause.AuthMissing or Cause.AuthInvalidKey or Cause.AuthWrongAudience or Cause.AuthPermission or Cause.AuthKeyDisabled
            or Cause.QuotaRate or Cause.QuotaBilling or Cause.QuotaGatewayLimit or Cause.ConfigModelNotFound or Cause.ConfigDeploymentNotFound
            or Cause.ConfigRequest or Cause.ConfigApiVersion;

    private static bool IsWithoutModelList(Reply reply) =>
        reply is { Situation.IsGatewayRoute: true, Status: 404 or 405 or 501 }
            && (reply.Response.Responder is Responder.Gateway
                || (reply.Response.Responder is Responder.Unknown && reply.IsJson));
}
