using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks after the connection was made: while sending, or reading the response's headers and body.</summary>
internal static class ExchangeRules
{
    /// <summary>The default timeout of HttpClient and the OpenAI SDK: a wait of this length is the client's own.</summary>
    private static readonly TimeSpan ClientDefaultTimeout = TimeSpan.FromSeconds(100);

    public static Finding Find(DiagnosisContext situation) => situation.Failure switch
    {
        FailureKind.HttpStatus or FailureKind.NotApi => ResponseRules.Find(situation),
        FailureKind.Redirected => Redirected(situation),
        FailureKind.TimedOut => situation.Broken!.Stage is Stage.Answer ? BodyTimeout(situation) : HeaderTimeout(situation),
        FailureKind.Truncated => Truncated(situation),
        FailureKind.TooLarge => new(
            Cause.HttpNotApi,
            Confidence.Likely,
            $"{situation.Host} answered with a body that no answer to a probe is near{situation.Detail}: something else than the API answers here."),
        FailureKind.Closed => situation.Broken!.Stage is Stage.Answer ? Truncated(situation) : Closed(situation),
        FailureKind.Reset => situation.Broken!.Stage is Stage.Answer ? Truncated(situation) : Reset(situation),
        FailureKind.GoAway or FailureKind.StreamReset => Http2Rules.Find(situation),
        FailureKind.TlsAlert => AlertRules.AfterHandshake(situation),
        FailureKind.InvalidResponse or FailureKind.NotTls =>
            new(Cause.HttpInvalid, Confidence.Strong, $"What came back from {situation.Host} is not HTTP{situation.Detail}."),
        FailureKind.ProxyStatus => ProxyRules.Tunnel(situation),
        FailureKind.Certificate => TlsRules.Find(situation),
        _ when situation.Evidence.Response is not null => ResponseRules.Find(situation),
        _ => ConfigurationRules.Unclassified(situation),
    };

    private static Finding HeaderTimeout(DiagnosisContext situation)
    {
        if (situation.Broken?.Duration is { } waited && (waited - ClientDefaultTimeout).Duration() < TimeSpan.FromSeconds(1))
        {
            return new Finding(
                Cause.ConfigRequest,
                Confidence.Guess,
                "The client gave up after 100 s, which is the default of HttpClient and of the SDK's NetworkTimeout. "
                + $"{situation.Host} had not answered yet.")
                .Do("Set the client's own timeout (NetworkTimeout and HttpClient.Timeout) longer than this model needs, or stream.")
                .Or(Cause.HttpHeaderTimeout, "If a short request to the same route waits just as long, the response is lost on the way.");
        }

        var finding = new Finding(
            Cause.HttpHeaderTimeout,
            Confidence.Weak,
            $"The request was written to {situation.Host} over a working connection, and no response header came in time.");
        if (situation.IsAnsweredToOthers)
        {
            return OfTheServer(
                situation, finding, "A small request on the same path was answered: the path is open, and this request is what gets no answer.")
                .Or(Cause.ConfigRequest, "Try a smaller prompt and a longer timeout: some models think longer than the budget.");
        }

        return situation.IsGatewayRoute
            ? finding.Or(Cause.GatewayUpstreamFailed, "Probe the route that this gateway fronts: if it is slow too, the gateway only waits for it.")
            : finding.Or(Cause.ServerOverloaded, "Run the keyless variant: a quick 401 on the same path means that the server is slow, not the path.");
    }

    /// <summary>Blames the server after a variant proved that the path is open.</summary>
    public static Finding OfTheServer(DiagnosisContext situation, Finding finding, string proof) => finding
        .Note(proof)
        .OwnedBy(situation.OwnerOfServer)
        .Advise(
            $"Look for this request in the log of {situation.Host} at {situation.Evidence.StartedAt.UtcDateTime:HH:mm:ss}Z: "
                + "it ended or held this one and answered another.",
            "Compare what differs: the method, the body's size, and the time that the model takes.")
        .Warn("Do not look at DNS, TLS or firewalls: another request on the same way was answered.");

    private static Finding Closed(DiagnosisContext situation)
    {
        if (situation.IsPlainHttp)
        {
            return new Finding(Cause.HttpClosed, Confidence.Likely, $"{situation.Host} closed the connection without an answer to a plain-HTTP request.")
                .Or(Cause.ConfigBaseUrl, "If the server speaks TLS on this port, the base URL must begin with https://.");
        }

        return CutRules.Describe(situation, new(
            Cause.HttpClosed,
            Confidence.Strong,
            $"The connection to {situation.Host} was closed {Moment(situation)}: something that ends idle or unwanted connections, or a dying server."));
    }

    private static Finding Reset(DiagnosisContext situation) => CutRules.Describe(situation, new(
        Cause.HttpReset,
        Confidence.Strong,
        $"The connection to {situation.Host} was reset {Moment(situation)}: a filter on the way, or a dying server."));

    private static string Moment(DiagnosisContext situation) =>
        situation.Broken?.Stage is Stage.Send ? "while the request was written" : "after the request and before any response";

    private static Finding Truncated(DiagnosisContext situation) => CutBody(
        situation,
        new(Cause.HttpBodyTruncated, Confidence.Strong, $"{situation.Host} began to answer{Status(situation)}, and the body ended before its end."));

    private static Finding BodyTimeout(DiagnosisContext situation) => CutBody(
        situation,
        new(Cause.HttpBodyTimeout, Confidence.Strong, $"{situation.Host} began to answer{Status(situation)}, and the rest of the body did not come in time."));

    private static Finding CutBody(DiagnosisContext situation, Finding finding) =>
        situation.IsAnsweredToOthers
            ? OfTheServer(situation, finding with { Confidence = Confidence.Likely }, "Another request on the same way was answered "
                + "whole: this answer is what is cut.")
            : situation.EndedBy is ConnectionEnd.Alert
                ? (finding with { Confidence = Confidence.Likely })
                    .Note("Its TLS end itself closed, with an alert: what stands behind it ended the answer, or its own limit did.")
                    .OwnedBy(situation.OwnerOfServer)
                    .Advise(
                        $"Look in the log of {situation.Host} at {situation.Evidence.StartedAt.UtcDateTime:HH:mm:ss}Z for an "
                            + $"upstream that closed early or a limit of size or time "
                            + "(nginx: proxy_read_timeout; HAProxy: timeout server).",
                        "Call what stands behind it directly: if its answers are cut too, it is that server.")
                : finding;

    /// <summary>Hosts and paths of sign-in pages.</summary>
    private static readonly string[] SignIns =
    [
        "cloudflareaccess.com", "login.microsoftonline.com", "accounts.google.com", "/oauth2/", "/.auth/login", "authelia", ".okta.com", ".auth0.com",
        "/dex/auth", "/realms/",
    ];

    private static Finding Redirected(DiagnosisContext situation)
    {
        var location = situation.Evidence.Find<RespondEvidence>()?.Facts?.Location;
        var isSignIn = situation.Evidence.Response is { } response && MeaningReader.Read(response, null).Meaning is Meaning.SignIn
            || SignIns.Any(mark => location?.Contains(mark, StringComparison.OrdinalIgnoreCase) is true);
        if (isSignIn && situation.IsGatewayRoute && FrontRules.IsOwnFront(situation))
        {
            return new Finding(
                Cause.HttpRedirected,
                Confidence.Strong,
                $"{situation.Host} sent the request to a sign-in for people ({location ?? "no place is named"}): "
                + "it stands in front of the gateway, and the API did not see it.")
                .OwnedBy(Owner.RouteProvider)
                .Advise(FrontRules.SignInSteps)
                .Warn("Do not let the client follow it: the credential would go along.");
        }

        var finding = new Finding(
            Cause.HttpRedirected,
            Confidence.Strong,
            $"{situation.Host} answered with a redirect to {location ?? "an unknown place"}. APIs do not redirect, and a credential must not follow one.");
        var leadsElsewhere = situation.BaseUrl is { } here && Uri.TryCreate(here, location, out var target)
            && !target.IdnHost.Equals(situation.Host, StringComparison.OrdinalIgnoreCase);
        return leadsElsewhere
            ? finding.Note("The target is another host: a login or block page is likely.")
            : location is null
                ? finding
                : finding.OwnedBy(Owner.Configuration).Do("Set the base URL to what the redirect points to, without the operation's path.");
    }

    private static string Status(DiagnosisContext situation) => situation.Evidence.Response is { Status: var status } ? $" ({status})" : "";
}
