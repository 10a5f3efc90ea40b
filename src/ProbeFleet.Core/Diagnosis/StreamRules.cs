using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for streams that broke after their headers, and for streams that something buffered.</summary>
internal static class StreamRules
{
    /// <summary>The shortest silence worth mentioning.</summary>
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMilliseconds(100);

    /// <summary>The shortest pause before an end that suggests an idle limit.</summary>
    private static readonly TimeSpan ShortestIdleLimit = TimeSpan.FromMilliseconds(900);

    /// <summary>The shortest time that suggests buffering: a faster model may send a short answer at once.</summary>
    private static readonly TimeSpan ShortestCollecting = TimeSpan.FromMilliseconds(500);

    /// <summary>The fewest pieces that suggest buffering: fewer may well be sent at once.</summary>
    private const int FewestPieces = 4;

    private static readonly string[] HeadersOfHops = ["server", "via", "x-cache"];

    /// <summary>Fronts that buffer an answer by default.</summary>
    private static readonly string[] Fronts = ["nginx", "openresty", "apache", "varnish", "squid", "microsoft-azure-application-gateway"];

    /// <summary>Judges a broken stream; null when the break is not one of a stream.</summary>
    public static Finding? Find(DiagnosisContext context) => context.Failure switch
    {
        FailureKind.NotStreamed => NotStreamed(context),
        FailureKind.ErrorEvent => ErrorEvent(context),
        FailureKind.TimedOut when Pause.From(context) is { } pause => IsStall(context, pause) ? Stalled(context, pause) : null,
        FailureKind.Truncated or FailureKind.Closed or FailureKind.Reset when Pause.From(context) is { } pause => Cut(context, pause),
        _ => null,
    };

    /// <summary>Judges a whole stream that came at once; null when it came in pieces or too fast to tell.</summary>
    public static Finding? Buffered(DiagnosisContext context)
    {
        if (Stream(context) is not { Contents: >= FewestPieces } stream || CameAtOnceAfter(context, stream) is not { } wait)
        {
            return null;
        }

        string[] signs = [.. SignsOfCollecting(context)];
        var whole = $"{context.Host} answered with a whole stream, and all its {stream.Events} events came at once, {Seconds(wait)} after "
            + "the request.";
        return signs is []
            ? Finding.Weak(Cause.StreamBuffered, $"{whole} No header names the hop that collects it: it may be the server itself.")
            : Finding.Likely(Cause.StreamBuffered, $"{whole} Signs of the hop that collects it: {string.Join("; ", signs)}.");
    }

    /// <summary>How long after the request all events came at once; null when they did not, or as fast as a quick model.</summary>
    private static TimeSpan? CameAtOnceAfter(DiagnosisContext context, StreamFacts stream) => stream.EventsInLastRead == stream.Events
        && context.Evidence.Find<RespondEvidence>()?.Duration + context.Evidence.Find<FirstEventEvidence>()?.Duration is { } waited
        && waited >= ShortestCollecting
            ? waited
            : null;

    private static StreamFacts? Stream(DiagnosisContext context) => context.Evidence.Facts<AnswerFacts>()?.Stream;

    private static IEnumerable<string> SignsOfCollecting(DiagnosisContext context)
    {
        var response = context.Evidence.Response;
        if (context.Evidence.Facts<AnswerFacts>()?.ContentEncoding is { } encoding and not "identity")
        {
            yield return $"content-encoding: {encoding} (what compresses collects)";
        }

        foreach (var name in HeadersOfHops.Where(name => response?.Headers.ContainsKey(name) is true))
        {
            if (response!.Headers[name] is var value && (name is not "server" || IsOfAFront(value)))
            {
                yield return $"{name}: {value}";
            }
        }

        if (response?.ResponderProduct is Products.ApiManagement or Products.Kong)
        {
            yield return $"{response.ResponderProduct} answered";
        }

        if (context is { IsPlainHttp: true, Proxy: { } proxy })
        {
            yield return $"plain http through the proxy {proxy}";
        }
    }

    private static bool IsOfAFront(string server) => Fronts.Any(front => server.Contains(front, StringComparison.OrdinalIgnoreCase));

    private static Finding NotStreamed(DiagnosisContext context) => Finding.Strong(
        Cause.StreamNotStreamed,
        $"{context.Host} answered {context.Evidence.Response?.Status} with a whole answer in one piece, though a stream was asked for: "
        + "clients that stream find no event in it.")
        .OwnedBy(context.OwnerOfServer);

    private static Finding ErrorEvent(DiagnosisContext context)
    {
        var before = Stream(context)?.Events - 1 ?? 0;
        var place = $"It said so in {(before == 0 ? "the stream's first event" : $"an event of the stream, {After(before)}")}: the status "
            + $"was {context.Evidence.Response?.Status}, and clients that look only at it see no error.";
        if (context.Evidence.Response is not { } response || new ResponseView(context, response) is not { } reply)
        {
            return ConfigurationRules.Unclassified(context);
        }

        // The words decide: the status is that of the beginning and says nothing about the error.
        var cause = context.IsGatewayRoute ? Cause.GatewayError : Cause.ServerError;
        return reply.Reading.Row is null && reply.Status < 300
            ? reply.Found(cause, Confidence.Likely, "The answer failed after it had begun.").Note(place)
            : ResponseRules.Find(context).Note(place);
    }

    /// <summary>Whether nothing more came; otherwise the answer merely took longer than the probe's budget.</summary>
    private static bool IsStall(DiagnosisContext context, Pause pause) => pause.End is StreamEnd.GapBudget || pause.Events == 0
        || (pause.Length >= ShortestIdleLimit && pause.Length > 5 * (Stream(context)?.LongestGap ?? TimeSpan.Zero));

    private static Finding Stalled(DiagnosisContext context, Pause pause)
    {
        if (pause.PeerAnswered is false)
        {
            return Dropped(context, pause);
        }

        var answered = $"{context.Host} answered {context.Evidence.Response?.Status}";
        var finding = new Finding(
            Cause.StreamStalled,
            pause.Comments > 0 ? Confidence.Strong : Confidence.Weak,
            (pause.Events == 0
                ? $"{answered} to a request for a stream, and no event came"
                : $"{answered} and began a stream; {After(pause.Events)} nothing more came for {Seconds(pause.Length)}")
            + ", and the connection stayed open.")
            .OwnedBy(context.OwnerOfServer);
        finding = pause.PeerAnswered is true
            ? (finding with { Confidence = Math.Max(finding.Confidence, Confidence.Likely) }).Note(
                $"The connection itself was alive: {OtherEnd(context)} still acknowledged what this one asked at the end.")
            : finding;
        return pause.Comments > 0
            ? finding.Note($"{pause.Comments} comments came meanwhile or before: the server is there, and the model behind it is what "
                + "does not answer.")
            : finding.Or(
                Cause.StreamStalled,
                "Send the same request from another network: if it streams there, something on this way holds it back or lost the "
                    + "connection.",
                Owner.ConnectionPath);
    }

    /// <summary>Judges a connection that was lost in the middle of a stream, without a word to this end.</summary>
    private static Finding Dropped(DiagnosisContext context, Pause pause) => Finding.Strong(
        Cause.StreamStalled,
        $"{context.Host} answered {context.Evidence.Response?.Status} and began a stream; {After(pause.Events)} nothing more came for "
        + $"{Seconds(pause.Length)}, and {OtherEnd(context)} acknowledges nothing on this connection any more: something on the way "
        + "dropped it and told nobody.")
        .OwnedBy(Owner.ConnectionPath)
        .Advise(
            $"Ask who runs what is between here and {context.Proxy ?? context.Host} (NAT gateway, firewall, VPN, load balancer) what "
            + $"became of this connection at {context.Time}.",
            "Run the probe several times: the same gap before each loss is an idle limit. Have the server send comments (\": ping\") "
            + "meanwhile, or the client TCP keep-alives.");

    private static string OtherEnd(DiagnosisContext context) =>
        context.Proxy is { } proxy ? $"the TCP of the proxy {proxy}" : $"the TCP of {context.Host}";

    private static Finding Cut(DiagnosisContext context, Pause pause)
    {
        var cut = $"{context.Host} answered {context.Evidence.Response?.Status} and began a stream, which was cut {After(pause.Events)}"
            + (pause.Length < ShortestSilence ? "" : $" and {Seconds(pause.Length)} of silence");
        var finding = pause.End switch
        {
            StreamEnd.BodyEnd => Finding.Strong(Cause.StreamCut, $"{cut}: the body ended in order, without the event that ends an answer.")
                .OwnedBy(context.OwnerOfServer)
                .Do($"{LogOf(context)}: it ended the body itself, and took the answer for whole or lost the one behind it."),
            StreamEnd.TlsAlert => Finding.Strong(
                Cause.StreamCut, $"{cut}: a TLS alert came before the end, so whoever holds the certificate of {context.Host} closed it.")
                .OwnedBy(context.OwnerOfServer),
            StreamEnd.Rst => OfNobodyProved(context, $"{cut}, by a reset."),
            StreamEnd.Closed => OfNobodyProved(context, $"{cut}. This runtime cannot see whether a TLS alert came before the end."),
            _ when context.IsPlainHttp => OfNobodyProved(context, $"{cut}, by a FIN."),
            _ => OfNobodyProved(context, $"{cut}, by a FIN without the TLS alert that whoever ends TLS sends first."),
        };
        finding = pause.Length >= ShortestIdleLimit
            ? finding.Note($"An idle limit of about {Seconds(pause.Length)} does just this: the same gap again names it.")
            : Stream(context) is { Events: > 1 } stream && CameAtOnceAfter(context, stream) is { } wait
            ? finding.Note(
                $"All its events came at once, {Seconds(wait)} after the request: "
                + "what cuts it also collects it, and its idle limit is at most that long.")
            : finding;
        return finding.Owner is null && context.Proxy is { } proxy
            ? finding.Do($"Ask the owner of the proxy {proxy} how long it lets a connection be silent.")
            : finding;
    }

    /// <summary>Judges a cut that either end or anything in between can make: near and in plain text, it is the server's.</summary>
    private static Finding OfNobodyProved(DiagnosisContext context, string summary) => context is { IsPlainHttp: true, IsNear: true }
        ? Finding.Likely(Cause.StreamCut, summary).OwnedBy(context.OwnerOfServer)
        : new Finding(Cause.StreamCut, context.IsPlainHttp ? Confidence.Weak : Confidence.Likely, summary)
            .Or(
                Cause.StreamCut,
                $"{LogOf(context)}: if it ended the stream, it is the server's.",
                context.OwnerOfServer);

    private static string LogOf(DiagnosisContext context) =>
        $"Look for this request in the log of {context.Host} at {context.Time}";

    private static string After(int events) => events switch
    {
        0 => "before its first event",
        1 => "after 1 event",
        _ => $"after {events} events",
    };

    private static string Seconds(TimeSpan time) =>
        time < ShortestIdleLimit ? $"{time.TotalMilliseconds:0} ms" : $"{time.TotalSeconds:0.0} s";

    /// <summary>The state of a stream when it ended.</summary>
    private sealed record Pause(int Events, int Comments, TimeSpan Length, StreamEnd End, bool? PeerAnswered)
    {
        /// <summary>The state; null when no stream had begun.</summary>
        public static Pause? From(DiagnosisContext context) =>
            Stream(context) is { } stream ? new(stream.Events, stream.Comments, stream.GapBeforeEnd, stream.End, stream.PeerAnswered)
            : context.Evidence.Find<FirstEventEvidence>() is { Outcome: StageOutcome.Failed, Facts: { End: { } end } facts }
                ? new(0, facts.Comments, facts.GapBeforeEnd ?? TimeSpan.Zero, end, facts.PeerAnswered)
                : null;
    }
}
