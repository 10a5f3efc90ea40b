using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks after the connection was made: while sending, or reading the response's headers and body.</summary>
internal static class ExchangeRules
{
    /// <summary>The default timeout of HttpClient and the OpenAI SDK: a wait of this length is the client's own.</summary>
    private static readonly TimeSpan ClientDefaultTimeout = TimeSpan.FromSeconds(100);

    public static Finding Find(DiagnosisContext context) => context.Failure switch
    {
        FailureKind.HttpStatus or FailureKind.NotApi => ResponseRules.Find(context),
        FailureKind.Redirected => Redirected(context),
        FailureKind.TimedOut => context.Broken!.Stage is Stage.Answer ? BodyTimeout(context) : HeaderTimeout(context),
        FailureKind.Truncated => Truncated(context),
        FailureKind.TooLarge => new(
            Cause.HttpNotApi,
            Confidence.Likely,
            $"{context.Host} answered with a body that no answer to a probe is near{context.Detail}: something else than the API "
                + "answers here."),
        FailureKind.Closed => context.Broken!.Stage is Stage.Answer ? Truncated(context) : Closed(context),
        FailureKind.Reset => context.Broken!.Stage is Stage.Answer ? Truncated(context) : Reset(context),
        FailureKind.GoAway or FailureKind.StreamReset => Http2Rules.Find(context),
        FailureKind.TlsAlert => AlertRules.AfterHandshake(context),
        FailureKind.InvalidResponse or FailureKind.NotTls =>
            new(Cause.HttpInvalid, Confidence.Strong, $"What came back from {context.Host} is not HTTP{context.Detail}."),
        FailureKind.ProxyStatus => ProxyRules.Tunnel(context),
        FailureKind.Certificate => TlsRules.Find(context),
        _ when context.Evidence.Response is not null => ResponseRules.Find(context),
        _ => ConfigurationRules.Unclassified(context),
    };

    private static Finding HeaderTimeout(DiagnosisContext context)
    {
        if (context.Broken?.Duration is { } waited && (waited - ClientDefaultTimeout).Duration() < TimeSpan.FromSeconds(1))
        {
            return new Finding(
                Cause.ConfigRequest,
                Confidence.Guess,
                "The client gave up after 100 s, which is the default of HttpClient and of the SDK's NetworkTimeout. "
                + $"{context.Host} had not answered yet.")
                .Do("Set the client's own timeout (NetworkTimeout and HttpClient.Timeout) longer than this model needs, or stream.")
                .Or(Cause.HttpHeaderTimeout, "If a short request to the same route waits just as long, the response is lost on the way.");
        }

        var finding = new Finding(
            Cause.HttpHeaderTimeout,
            Confidence.Weak,
            $"The request was written to {context.Host} over a working connection, and no response header came in time.");
        if (context.IsAnsweredToOthers)
        {
            return OfTheServer(
                context, finding, "A small request on the same path was answered: the path is open, and this request is what gets "
                    + "no answer.")
                .Or(Cause.ConfigRequest, "Try a smaller prompt and a longer timeout: some models think longer than the budget.");
        }

        return context.IsGatewayRoute
            ? finding.Or(Cause.GatewayUpstreamFailed,
                "Probe the route that this gateway fronts: if it is slow too, the gateway only waits for it.")
            : finding.Or(Cause.ServerOverloaded,
                "Run the keyless variant: a quick 401 on the same path means that the server is slow, not the path.");
    }

    /// <summary>Blames the server after a variant proved that the path is open.</summary>
    public static Finding OfTheServer(DiagnosisContext context, Finding finding, string proof) => finding
        .Note(proof)
        .OwnedBy(context.OwnerOfServer)
        .Advise(
            $"Look for this request in the log of {context.Host} at {context.Evidence.StartedAt.UtcDateTime:HH:mm:ss}Z: "
                + "it ended or held this one and answered another.",
            "Compare what differs: the method, the body's size, and the time that the model takes.")
        .Warn("Do not look at DNS, TLS or firewalls: another request on the same way was answered.");

    private static Finding Closed(DiagnosisContext context)
    {
        if (context is { IsPlainHttp: true, IsAnsweredToOthers: false })
        {
            var finding = new Finding(Cause.HttpClosed, Confidence.Likely,
                $"{context.Host} closed the connection without an answer to a plain-HTTP request.");
            return (context.IsOnThisMachine ? CutRules.OnThisMachine(context, finding) : finding)
                .Or(Cause.ConfigBaseUrl, "If the server speaks TLS on this port, the base URL must begin with https://.");
        }

        return CutRules.Describe(context, new(
            Cause.HttpClosed,
            Confidence.Strong,
            $"The connection to {context.Host} was closed {Moment(context)}: something that ends idle or unwanted connections, or a "
                + "dying server."));
    }

    private static Finding Reset(DiagnosisContext context) => CutRules.Describe(context, new(
        Cause.HttpReset,
        Confidence.Strong,
        $"The connection to {context.Host} was reset {Moment(context)}: a filter on the way, or a dying server."));

    private static string Moment(DiagnosisContext context) =>
        context.Broken?.Stage is Stage.Send ? "while the request was written" : "after the request and before any response";

    private static Finding Truncated(DiagnosisContext context) => CutBody(
        context,
        new(Cause.HttpBodyTruncated, Confidence.Strong,
            $"{context.Host} began to answer{Status(context)}, and the body ended before its end."));

    private static Finding BodyTimeout(DiagnosisContext context) => CutBody(
        context,
        new(Cause.HttpBodyTimeout, Confidence.Strong,
            $"{context.Host} began to answer{Status(context)}, and the rest of the body did not come in time."));

    private static Finding CutBody(DiagnosisContext context, Finding finding) =>
        context.IsAnsweredToOthers
            ? OfTheServer(context, finding with { Confidence = Confidence.Likely }, "Another request on the same way was answered "
                + "whole: this answer is what is cut.")
            : context.EndedBy is ConnectionEnd.Alert
                ? (finding with { Confidence = Confidence.Likely })
                    .Note("Its TLS end itself closed, with an alert: what stands behind it ended the answer, or its own limit did.")
                    .OwnedBy(context.OwnerOfServer)
                    .Advise(
                        $"Look in the log of {context.Host} at {context.Evidence.StartedAt.UtcDateTime:HH:mm:ss}Z for an "
                            + $"upstream that closed early or a limit of size or time "
                            + "(nginx: proxy_read_timeout; HAProxy: timeout server).",
                        "Call what stands behind it directly: if its answers are cut too, it is that server.")
                : finding;

    /// <summary>Hosts and paths of sign-in pages.</summary>
    private static readonly string[] SignIns =
    [
        "cloudflareaccess.com", "login.microsoftonline.com", "accounts.google.com", "/oauth2/", "/.auth/login", "authelia", ".okta.com",
        ".auth0.com",
        "/dex/auth", "/realms/",
    ];

    private static Finding Redirected(DiagnosisContext context)
    {
        var location = context.Evidence.Find<RespondEvidence>()?.Facts?.Location;
        var isSignIn = context.Evidence.Response is { } response && MeaningReader.Read(response, null).Meaning is Meaning.SignIn
            || SignIns.Any(mark => location?.Contains(mark, StringComparison.OrdinalIgnoreCase) is true);
        if (isSignIn && context.IsGatewayRoute && FrontRules.IsOwnFront(context))
        {
            return new Finding(
                Cause.HttpRedirected,
                Confidence.Strong,
                $"{context.Host} sent the request to a sign-in for people ({location ?? "no place is named"}): "
                + "it stands in front of the gateway, and the API did not see it.")
                .OwnedBy(Owner.RouteProvider)
                .Advise(FrontRules.SignInSteps)
                .Warn("Do not let the client follow it: the credential would go along.");
        }

        var finding = new Finding(
            Cause.HttpRedirected,
            Confidence.Strong,
            $"{context.Host} answered with a redirect to {location ?? "an unknown place"}. APIs do not redirect, and a credential must "
                + "not follow one.");
        var leadsElsewhere = context.BaseUrl is { } here && Uri.TryCreate(here, location, out var target)
            && !target.IdnHost.Equals(context.Host, StringComparison.OrdinalIgnoreCase);
        return leadsElsewhere
            ? finding.Note("The target is another host: a login or block page is likely.")
            : location is null
                ? finding
                : finding.OwnedBy(Owner.Configuration).Do("Set the base URL to what the redirect points to, without the operation's path.");
    }

    private static string Status(DiagnosisContext context) => context.Evidence.Response is { Status: var status } ? $" ({status})" : "";
}
