namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks after the connection was made: while sending, or reading the response's headers and body.</summary>
internal static class ExchangeRules
{
    /// <summary>The default timeout of HttpClient and the OpenAI SDK.</summary>
    private static readonly TimeSpan ClientDefaultTimeout = TimeSpan.FromSeconds(100);

    /// <summary>How an error names a timeout of the client's own. The probe sets neither: its length alone proves nothing.</summary>
    private static readonly string[] ClientTimeouts = ["HttpClient.Timeout of 100", "NetworkTimeout"];

    public static Finding Find(DiagnosisContext context) => context.Failure switch
    {
        FailureKind.HttpStatus or FailureKind.NotApi => ResponseRules.Find(context),
        FailureKind.Redirected => RedirectRules.Find(context),
        FailureKind.TimedOut => context.Broken!.Stage switch
        {
            Stage.Send => SendTimeout(context),
            Stage.Answer => BodyTimeout(context),
            _ => HeaderTimeout(context),
        },
        FailureKind.Truncated => Truncated(context),
        FailureKind.TooLarge when context.Broken!.Stage is not Stage.Answer => HeadTooLong(context),
        FailureKind.TooLarge => Finding.Likely(
            Cause.HttpNotApi,
            $"{context.Host} answered with a body that no answer to a probe is near{context.Detail}: something else than the API "
                + "answers here."),
        FailureKind.Closed => context.Broken!.Stage is Stage.Answer ? Truncated(context) : Closed(context),
        FailureKind.Reset => context.Broken!.Stage is Stage.Answer ? Truncated(context) : Reset(context),
        FailureKind.GoAway or FailureKind.StreamReset => Http2Rules.Find(context),
        FailureKind.TlsAlert => AlertRules.AfterHandshake(context),
        FailureKind.InvalidResponse or FailureKind.NotTls =>
            Finding.Strong(Cause.HttpInvalid, $"What came back from {Peer(context)} is not HTTP{context.Detail}."),
        FailureKind.ProxyStatus => ProxyRules.Tunnel(context),
        FailureKind.Certificate => TlsRules.Find(context),
        _ when context.Evidence.Response is not null => ResponseRules.Find(context),
        _ => ConfigurationRules.Unclassified(context),
    };

    private static Finding HeaderTimeout(DiagnosisContext context)
    {
        var finding = Finding.Weak(
            Cause.HttpHeaderTimeout,
            $"The request was written to {Peer(context)} over a working connection, and no response header came in time.");
        if (context.IsAnsweredToOthers)
        {
            return OfTheServer(
                context, finding, "A small request on the same path was answered: the path is open, and this request is what gets "
                    + "no answer.")
                .Or(Cause.ConfigRequest, "Try a smaller prompt and a longer timeout: some models think longer than the budget.");
        }

        if (IsClientsOwn(context))
        {
            return Finding.Guess(
                Cause.ConfigRequest,
                "The client gave up after 100 s, which is the default of HttpClient and of the SDK's NetworkTimeout. "
                + $"{context.Host} had not answered yet.")
                .Do("Set the client's own timeout (NetworkTimeout and HttpClient.Timeout) longer than this model needs, or stream.")
                .Or(Cause.HttpHeaderTimeout, "If a short request to the same route waits just as long, the response is lost on the way.");
        }

        var hanging = KeylessToo(context);
        finding = hanging is null ? finding : finding.Note(hanging).Advise(
            $"Look in the log of {context.Host} for this request at {context.Time}; if it is not "
                + "there, look for devices on the way that inspect or hold requests.",
            $"Send the same from another network: if it hangs there too, it is {context.Host} and not this network.");
        return context.IsGatewayRoute
            ? finding.Or(Cause.GatewayUpstreamFailed,
                "Probe the route that this gateway fronts: if it is slow too, the gateway only waits for it.")
            : finding.Or(Cause.ServerOverloaded, hanging is null
                ? "Run the keyless variant: a quick 401 on the same path means that the server is slow, not the path."
                : "Send the same from another network: if it hangs there too, the server answers nobody.");
    }

    /// <summary>Whether the client's default timeout ended the wait: it was as long, and the error names it.</summary>
    private static bool IsClientsOwn(DiagnosisContext context) => context.Broken is { Duration: { } waited } broken
        && (waited - ClientDefaultTimeout).Duration() < TimeSpan.FromSeconds(1)
        && (context.Evidence.Exception ?? []).Select(error => error.Message).Append(broken.Failure?.Detail)
            .Any(text => ClientTimeouts.Any(name => text?.Contains(name, StringComparison.Ordinal) is true));

    /// <summary>
    /// Judges a request that could not be written: whether another got through says nothing of the server, since a path that loses large
    /// packets takes small ones.
    /// </summary>
    private static Finding SendTimeout(DiagnosisContext context)
    {
        var finding = Finding.Weak(
            Cause.HttpHeaderTimeout,
            $"The request could not be written whole to {Peer(context)} in time: the connection was made, and then what was sent was not "
                + "taken.");
        return (context.IsAnsweredToOthers ? finding.Note("A smaller request on the same path was answered.") : finding)
            .Advise(
                $"Try packets of full size without fragmentation (ping -M do -s 1472 {context.Host}), or try an MTU of 1280 on this "
                    + "network: if the probe passes then, a tunnel or VPN on the way loses large packets.",
                "If so, have its MTU corrected, or its TCP MSS clamped, and let ICMP \"fragmentation needed\" through.",
                $"If not, look in the log of {context.Host} at {context.Time} whether it read the request.")
            .Or(
                Cause.ServerOverloaded,
                "If a capture shows acknowledgements with a window of 0, the server has the connection and does not read from it.");
    }

    /// <summary>What the small request without a key came to, if it was sent and broke too; null otherwise.</summary>
    public static string? KeylessToo(DiagnosisContext context) => context.Outcome(ProbeVariant.Keyless) is not
    {
        Break: Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer, Status: null, Failure: { } failure,
    } keyless ? null
        : failure.Kind is FailureKind.TimedOut
            ? $"A small request without the key got no answer either, in {keyless.Duration.TotalSeconds:0.0} s: it is neither the key "
                + "nor the model."
        : "A small request without the key broke too: it is neither the key nor the model.";

    /// <summary>Judges headers that are longer than the client takes.</summary>
    private static Finding HeadTooLong(DiagnosisContext context) => Finding.Strong(
        Cause.HttpInvalid, $"{Peer(context)} answered with more headers than the client takes{context.Detail}.")
        .OwnedBy(context.IsProven || context.IsOnThisMachine ? context.OwnerOfServer : Owner.ConnectionPath)
        .Advise(
            $"See them (curl -s -D - -o /dev/null {NamedThings.Request(context)}).",
            "Have whoever sets the header that repeats or grows (set-cookie, trace and debug headers, policies) end that: clients stop at "
                + "16 KB (Node) to 100 KB (httpx).")
        .Warn("Do not touch keys, billing, models or prompts: an answer came, and its headers are what is wrong.");

    /// <summary>What took the connection: over plain HTTP a proxy does, and whether the host was reached is its secret.</summary>
    private static string Peer(DiagnosisContext context) =>
        context is { IsPlainHttp: true, Proxy: { } proxy } ? $"the proxy {proxy} for {context.Host}" : context.Host;

    /// <summary>Blames the server after a variant proved that the path is open.</summary>
    public static Finding OfTheServer(DiagnosisContext context, Finding finding, string proof) => finding
        .Note(proof)
        .OwnedBy(context.OwnerOfServer)
        .Advise(
            $"Look for this request in the log of {context.Host} at {context.Time}: it ended or held this one and answered another.",
            "Compare what differs: the method, the body's size, and the time that the model takes.")
        .Warn("Do not look at DNS, TLS or firewalls: another request on the same way was answered.");

    private static Finding Closed(DiagnosisContext context)
    {
        if (context is { IsPlainHttp: true, IsAnsweredToOthers: false })
        {
            var finding = Finding.Likely(
                Cause.HttpClosed, $"The connection to {Peer(context)} was closed without an answer to a plain-HTTP request.");
            return (context.IsOnThisMachine ? CutRules.OnThisMachine(context, finding) : finding)
                .Or(Cause.ConfigBaseUrl, "If the server speaks TLS on this port, the base URL must begin with https://.");
        }

        return CutRules.Describe(context, Finding.Strong(
            Cause.HttpClosed,
            $"The connection to {Peer(context)} was closed {Moment(context)}: something that ends idle or unwanted connections, or a "
                + "dying server."));
    }

    private static Finding Reset(DiagnosisContext context) => CutRules.Describe(context, Finding.Strong(
        Cause.HttpReset, $"The connection to {Peer(context)} was reset {Moment(context)}: a filter on the way, or a dying server."));

    private static string Moment(DiagnosisContext context) =>
        context.Broken?.Stage is Stage.Send ? "while the request was written" : "after the request and before any response";

    private static Finding Truncated(DiagnosisContext context) => CutBody(
        context,
        Finding.Strong(Cause.HttpBodyTruncated, $"{context.Host} began to answer{Status(context)}, and the body ended before its end."));

    private static Finding BodyTimeout(DiagnosisContext context) => CutBody(
        context,
        Finding.Strong(
            Cause.HttpBodyTimeout, $"{context.Host} began to answer{Status(context)}, and the rest of the body did not come in time."));

    private static Finding CutBody(DiagnosisContext context, Finding finding) =>
        context.IsAnsweredToOthers
            ? OfTheServer(context, finding with { Confidence = Confidence.Likely }, "Another request on the same way was answered "
                + "whole: this answer is what is cut.")
            : context.EndedBy is ConnectionEnd.Alert
                ? (finding with { Confidence = Confidence.Likely })
                    .Note("Its TLS end itself closed, with an alert: what stands behind it ended the answer, or its own limit did.")
                    .OwnedBy(context.OwnerOfServer)
                    .Advise(
                        $"Look in the log of {context.Host} at {context.Time} for an upstream that closed early or a limit of size or time "
                            + "(nginx: proxy_read_timeout; HAProxy: timeout server).",
                        "Call what stands behind it directly: if its answers are cut too, it is that server.")
                : finding;

    private static string Status(DiagnosisContext context) => context.Evidence.Response is { Status: var status } ? $" ({status})" : "";
}
