namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Causes between the written request and the API's whole answer.</summary>
internal static class ExchangeCauses
{
    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.HttpHeaderTimeout] = new CauseEntry(Owner.ConnectionPath, Symptom.HeaderTimeout,
            "The connection was made and no response header came in time: the request was written and not answered, or (stage send) not "
                + "all of it was taken.",
            "Run the probe with --variant keyless: a quick 401 on the same path means that the server is slow, and not the path.",
            "Look in the log of HOST for this request at TIME; if it is not there, look for devices on the way that inspect or hold "
                + "requests.",
            "Give it more time (--timeout, up to 5m; in a fleet, timeout and headerTimeout of its probe part): large models think longer "
                + "than the default.")
            .Not(Advice.NothingArrived)
            .Or(Owner.ApiServer, "the request was written, a small one on the same path is answered, and the route is direct")
            .Or(Owner.RouteProvider, "the request was written, a small one on the same path is answered, and the route goes through a "
                + "gateway"),
        [Cause.HttpClosed] = PathOrServer(Symptom.HttpCut,
            "The connection was closed after the request, before any response.",
            "Run the probe several times: always means a rule, sometimes means idle timeouts or a server that restarts.",
            "Look at TIME in the logs of proxies and load balancers on the way to HOST."),
        [Cause.HttpReset] = PathOrServer(Symptom.HttpCut,
            "The connection was reset after the request, before any response.",
            "Run the probe several times, and from another network: a reset that comes only here is a filter's.",
            "Look at TIME in the logs of firewalls and inspection on the way to HOST."),
        [Cause.HttpInvalid] = CauseEntry.OnPath(Symptom.HttpCut,
            "What came back is not HTTP, not the version of it that the client speaks, or has more headers than it takes.",
            "See what listens there: curl -v --http1.1 ORIGIN, and the same with --http2.",
            "Compare scheme and port of the base URL, and of the proxy, with what their operators say.")
            .Or(Owner.RouteProvider, "the gateway speaks HTTP/2 only, or TLS proves that the headers are its own")
            .Or(Owner.ApiServer, "the server of a direct route speaks HTTP/2 only, or TLS proves that the headers are its own"),
        [Cause.HttpGoAway] = OfTheEnd(
            "The server closed the HTTP/2 connection with GOAWAY before it answered. The frame comes from the end of the TLS connection, "
                + "not from the way.",
            "Let the client send the request again on a new connection: a server that restarts, or ends old connections, closes them so.",
            "If it comes always, hand the frame's error code and the time to whoever runs the server or the gateway."),
        [Cause.HttpStreamReset] = OfTheEnd(
            "The server ended the request's HTTP/2 stream with RST_STREAM. The frame comes from the end of the TLS connection, not from "
                + "the way.",
            "Hand the frame's error code and the time to whoever runs the server or the gateway: its log has the reason.",
            "Try the route with \"http\": \"1.1\": if that works, HTTP/2 at that server, or behind it, is what fails."),
        [Cause.HttpRedirected] = new CauseEntry(Owner.ConnectionPath, Symptom.NotApi,
            "A redirect came where APIs send none: a captive portal, a login page, or a base URL that is not the API's own.",
            "Look at the redirect's target in the respond stage: a sign-in or portal stands in front; the same host means a wrong base "
                + "URL.",
            "See it for yourself (curl -si REQUEST).")
            .Not("Do not let the client follow it: the credential would go along.", Advice.NothingArrived)
            .Or(Owner.Configuration, "the target is the same host: the base URL is not quite right")
            .Or(
                Owner.RouteProvider,
                "the gateway's own sign-in for people stands in front of it, or it writes the operation's path in another way")
            .Or(Owner.ApiServer, "the server of a direct route redirects so itself"),
        [Cause.HttpBodyTruncated] = AfterItsBeginning(Symptom.HttpCut,
            "The answer began and was cut.",
            "Look for limits of size or time on the way to HOST (nginx: proxy_read_timeout; HAProxy: timeout server; inspection).",
            "Run the probe several times, and from another network: always at the same byte or second means a limit."),
        [Cause.HttpBodyTimeout] = AfterItsBeginning(Symptom.HeaderTimeout,
            "The answer began and stopped coming.",
            "Look for proxies and inspection on the way to HOST that buffer answers (nginx: proxy_buffering off), and the way's MTU.",
            "Run the probe several times, and from another network."),
        [Cause.HttpFraming] = new CauseEntry(Owner.RouteProvider, Symptom.NotApi,
            "A whole answer came in another framing or encoding than was asked for. Path, key, model and quota work; many clients cannot "
                + "read it.",
            "Try the workload's own client: whether it can read the answer is all that is open.",
            "Hand the headers content-type and content-encoding of the answer to whoever runs the server.")
            .Not("Do not look at the network, the key or the model: a whole answer came.")
            .Or(Owner.ApiServer, "the route goes to the server itself"),
        [Cause.HttpNotApi] = new CauseEntry(Owner.ConnectionPath, Symptom.NotApi,
            "Something answered in the API's place: a WAF, a captive portal, an edge or a web page. Its status is not the API's.",
            "Find out whose answer it is: the summary has its title, its text, and its server and via headers, as far as it has them.",
            "Send the like from another network (curl -v REQUEST) and compare: the same page there is the host's own.")
            .Not(Advice.NotTheStatus, Advice.NothingArrived)
            .Or(Owner.ApiServer, "it is a 5xx of the provider's own edge, or has the API's own marks, proved by TLS")
            .Or(Owner.RouteProvider, "it is a page of the gateway's own front"),
        [Cause.StreamStalled] = new CauseEntry(Owner.ApiServer, Symptom.HeaderTimeout,
            "A stream of events began, or was promised by the headers, and then nothing more came in time; the connection stayed open.",
            "Hand the request id and the time to whoever runs the server: it answered and then stopped.",
            "Run the probe several times, and from another network: a stall at every place is the server's.")
            .Not("Do not touch keys, DNS or TLS: the server had begun to answer.")
            .Or(Owner.RouteProvider, "the route goes through a gateway"),
        [Cause.StreamCut] = new CauseEntry(Owner.ConnectionPath, Symptom.HttpCut,
            "A stream of events ended before the event that ends an answer. Clients that do not look for it take the half answer for a "
                + "whole one.",
            "Run the probe several times: the same gap before each cut is an idle limit of just that long (nginx proxy_read_timeout, "
                + "HAProxy timeout server and timeout tunnel, a proxy's or load balancer's idle timeout).",
            "Raise that limit above the longest pause of the model, or have the server send comments (\": ping\") meanwhile.")
            .Not(
                "Do not touch keys, DNS or TLS: the answer had begun.",
                "Do not shorten the prompt as the fix: a longer pause of the model brings it back.")
            .Or(Owner.ApiServer, "the route is direct, and TLS or the end of the body proves that the server ended it")
            .Or(Owner.RouteProvider,
                "the route goes through a gateway, and TLS or the end of the body proves that the gateway ended it"),
        [Cause.StreamBuffered] = new CauseEntry(Owner.None, Symptom.Unclassified,
            "The route works, and something on it holds the stream back: all events came at once, after the whole answer was made. Users "
                + "wait for the first word as long as for the last, and an idle limit sees a silent connection.",
            "Switch the collecting off at the hop that is named: nginx proxy_buffering off, or the header X-Accel-Buffering: no on the "
                + "answer; no compression of text/event-stream; API Management forward-request with buffer-response=\"false\".",
            "Probe the route behind each hop and compare the time to its first event.")
            .Not("Do not count it as an outage: the answer is whole."),
        [Cause.StreamNotStreamed] = new CauseEntry(Owner.RouteProvider, Symptom.NotApi,
            "A whole answer came in one piece where a stream was asked for. Clients that stream find no event in it.",
            "Have the server or gateway honour \"stream\": true for this model, or take a model that streams.",
            "Until then let the workload ask without a stream.")
            .Not("Do not look at the network, the key or the model: a whole answer came.")
            .Or(Owner.ApiServer, "the route goes to the server itself"),
    };

    private static CauseEntry PathOrServer(Symptom symptom, string explanation, params IReadOnlyList<string> next) => CauseEntry
        .OnPath(symptom, explanation, next)
        .Or(Owner.ApiServer, "a small request on the same way is answered, or the server's own TLS end closed, and the route is direct")
        .Or(Owner.RouteProvider, "a small request on the same way is answered, or the gateway's own TLS end closed");

    private static CauseEntry AfterItsBeginning(Symptom symptom, string explanation, params IReadOnlyList<string> next) =>
        PathOrServer(symptom, explanation, next) with { DoNot = [Advice.AnswerBegan] };

    private static CauseEntry OfTheEnd(string explanation, params IReadOnlyList<string> next) =>
        new CauseEntry(Owner.ApiServer, Symptom.ServerErrorUnsigned, explanation, next)
        .Not("Do not look at DNS, firewalls or the key: the server took the connection and ended the request itself.")
        .Or(Owner.RouteProvider, "the route goes through a gateway")
        .Or(Owner.Configuration, "the server asks for HTTP/1.1");
}
