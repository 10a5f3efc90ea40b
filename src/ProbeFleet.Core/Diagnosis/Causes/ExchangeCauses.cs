using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Breaks between the written request and a whole answer of the API.</summary>
internal static class ExchangeCauses
{
    public static CauseEntry HeaderTimeout { get; } = new(Owner.ConnectionPath, "The request was written and no response header came in time.")
    {
        DoNext =
        [
            "Run the keyless variant on the same path: a quick 401 proves the path.",
            "Check devices on the way that inspect or hold requests, and the way back.",
        ],
        DoNot = [Advice.NothingArrived],
        OtherOwners =
        [
            new(Owner.ApiServer, "a small request on the same path is answered and the route is direct"),
            new(Owner.RouteProvider, "a small request on the same path is answered and the route goes through a gateway"),
        ],
    };

    public static CauseEntry Closed { get; } = Path(
        "The connection was closed after the request, before any response.",
        "Run the probe several times: always means a rule, sometimes means idle timeouts or a server that restarts.",
        "Check proxies and load balancers on the way for this time.")
        with
    { OtherOwners = OfTheServer };

    public static CauseEntry Reset { get; } = Path(
        "The connection was reset after the request, before any response.",
        "Run the probe several times, and from another network.",
        "Check firewalls and inspection on the way for this time.")
        with
    { OtherOwners = OfTheServer };

    public static CauseEntry Invalid { get; } = Path(
        "What came back is not HTTP, or not the version of it that the client speaks.",
        "Check scheme and port of the base URL and of the proxy.",
        "Look at what listens there.")
        with
    {
        OtherOwners =
        [
            new(Owner.RouteProvider, "the gateway speaks HTTP/2 only"),
            new(Owner.ApiServer, "the server of a direct route speaks HTTP/2 only"),
        ],
    };

    public static CauseEntry GoAway { get; } = OfTheEnd(
        "The server closed the HTTP/2 connection with GOAWAY before it answered. The frame comes from the end of the TLS connection, not from the way.",
        "Let the client send the request again on a new connection: a server that restarts, or ends old connections, closes them so.",
        "If it comes always, hand the frame's error code and the time to whoever runs the server or the gateway.");

    public static CauseEntry StreamReset { get; } = OfTheEnd(
        "The server ended the request's HTTP/2 stream with RST_STREAM. The frame comes from the end of the TLS connection, not from the way.",
        "Hand the frame's error code and the time to whoever runs the server or the gateway: its log has the reason.",
        "Try the route with \"http\": \"1.1\": if that works, HTTP/2 at that server, or behind it, is what fails.");

    public static CauseEntry Redirected { get; } = new(
        Owner.ConnectionPath,
        "A redirect came where APIs send none: a captive portal, a login page, or a base URL that is not the API's own.")
    {
        DoNext = ["Look at the redirect's target in the respond stage."],
        DoNot = ["Do not let the client follow it: the credential would go along.", Advice.NothingArrived],
        OtherOwners =
        [
            new(Owner.Configuration, "the target is the same host: the base URL is not quite right"),
            new(Owner.RouteProvider, "the gateway's own sign-in for people stands in front of it"),
        ],
    };

    public static CauseEntry BodyTruncated { get; } = Path(
        "The answer began and was cut.",
        "Check proxies and inspection on the way for limits of size or time.",
        "Run the probe several times, and from another network.")
        with
    { OtherOwners = OfTheServer };

    public static CauseEntry BodyTimeout { get; } = Path(
        "The answer began and stopped coming.",
        "Check proxies and inspection on the way that buffer answers, and the path's MTU.",
        "Run the probe several times, and from another network.")
        with
    { OtherOwners = OfTheServer };

    public static CauseEntry Framing { get; } = new(
        Owner.RouteProvider,
        "A whole answer came in another framing or encoding than was asked for. Path, key, model and quota work; many clients cannot read it.")
    {
        DoNext =
        [
            "Try the workload's own client: whether it can read the answer is all that is open.",
            "Hand the headers content-type and content-encoding of the answer to whoever runs the server.",
        ],
        DoNot = ["Do not look at the network, the key or the model: a whole answer came."],
        OtherOwners = [new(Owner.ApiServer, "the route goes to the server itself")],
    };

    public static CauseEntry NotApi { get; } = new(
        Owner.ConnectionPath,
        "Something answered in the API's place: a WAF, a captive portal, an edge or a web page. Its status is not the API's.")
    {
        DoNext = ["Look at the responder's marks and the page's title: they name who answered.", "Send the same request from another network and compare."],
        DoNot =
        [
            "Do not act on the status: a 401, 403 or 5xx that the API did not send says nothing about keys, permissions or the API.",
            Advice.NothingArrived,
        ],
        OtherOwners =
        [
            new(Owner.ApiServer, "it is a 5xx of the provider's own edge, proved by TLS"),
            new(Owner.RouteProvider, "it is a page of the gateway's own front"),
        ],
    };

    private static OwnerCase[] OfTheServer =>
    [
        new(Owner.ApiServer, "a small request on the same way is answered, or the server's own TLS end closed, and the route is direct"),
        new(Owner.RouteProvider, "a small request on the same way is answered, or the gateway's own TLS end closed"),
    ];

    private static CauseEntry OfTheEnd(string explanation, params IReadOnlyList<string> next) => new(Owner.ApiServer, explanation)
    {
        DoNext = next,
        DoNot = ["Do not look at DNS, firewalls or the key: the server took the connection and ended the request itself."],
        OtherOwners = [new(Owner.RouteProvider, "the route goes through a gateway"), new(Owner.Configuration, "the server asks for HTTP/1.1")],
    };

    private static CauseEntry Path(string explanation, params IReadOnlyList<string> next) =>
        new(Owner.ConnectionPath, explanation) { DoNext = next, DoNot = [Advice.NothingArrived] };
}
