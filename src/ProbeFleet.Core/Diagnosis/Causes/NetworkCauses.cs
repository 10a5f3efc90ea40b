using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Breaks of DNS, TCP and the proxy: no server is known to have seen the request.</summary>
internal static class NetworkCauses
{
    public static CauseEntry DnsNxdomain { get; } = Path(
        "The resolver says that the name does not exist.",
        "Ask the same resolver and another one for the name (dig NAME @SERVER) and compare.",
        "Look for a private DNS zone, a search domain or a filter that answers for this name.")
        with
    { OtherOwners = [new(Owner.Configuration, "only a container runtime, a cluster or a local network can define the name")] };

    public static CauseEntry DnsNoAnswer { get; } = Path(
        "No usable answer: the name exists without an address record (NOERROR, no A or AAAA), or no resolver could be asked at all.",
        "Check that this runtime has a resolver (/etc/resolv.conf) and can reach it.",
        "Ask it for A and AAAA: a zone that holds the name without records answers NOERROR.");

    public static CauseEntry DnsServfail { get; } = Path(
        "The resolver tried and failed: it could not reach the zone's servers, or refused their signatures.",
        "Ask another resolver: an answer there means that this resolver, or its forwarder, is at fault.",
        "Hand the name, the resolver and the time to whoever runs it.");

    public static CauseEntry DnsRefused { get; } = Path(
        "The resolver refuses to answer: this client, or this name, is not allowed.",
        "Check that this network is meant to use this resolver and is in its access list.");

    public static CauseEntry DnsTimeout { get; } = Path(
        "The resolver did not answer.",
        "Check UDP and TCP port 53 from this runtime to the resolver that the evidence names.",
        "Check the resolver itself.");

    public static CauseEntry TcpRefused { get; } = Path(
        "The address refused the connection: nothing listens on the port, or a firewall answers with a reset.",
        "Compare the address with the host's right one: a stale DNS record is a usual reason.",
        "Connect to the same address and port from another network.")
        with
    {
        OtherOwners = [new(Owner.RouteProvider, "the gateway is meant to run on this very machine")],
    };

    public static CauseEntry TcpTimeout { get; } = Path(
        "Nothing answers the connection attempt: it is dropped on the way, or the way back is missing.",
        "Check the outbound rules of this network (firewall, NSG, NAT) for the address and port in the evidence.",
        "Connect to the same address and port from another network.");

    public static CauseEntry TcpUnreachable { get; } = Path(
        "This host has no way to the address, or is forbidden to use it.",
        "Check this host's routes and interface, and its local firewall or network policy.");

    public static CauseEntry TcpReset { get; } = Path(
        "The connection was made and reset before TLS began.",
        "Look for a firewall or a load balancer on the way that ends the connection.",
        "Try the same address from another network.");

    public static CauseEntry TcpIdleDropped { get; } = new(
        Owner.ConnectionPath,
        "A connection that was idle for a while was forgotten by something on the way (NAT, firewall, load balancer, proxy) without a word: "
        + "the next request on it hangs or is reset. New connections work, so only clients with pooled connections fail, and only after a pause.")
    {
        DoNext =
        [
            "Keep idle connections in the pool for less time than the limit that the evidence names.",
            "Or have TCP keep-alive packets sent more often than that.",
            "Let the SDK send again what fails on a pooled connection (its retries), after a header timeout that is short enough.",
            "Ask whoever runs the way to reset idle connections when they are dropped, so that clients see it (Azure Load Balancer: TCP reset).",
        ],
        DoNot = [Advice.NothingArrived, "Do not raise the client's timeout: a request on a dropped connection is never answered."],
    };

    public static CauseEntry ProxyUnreachable { get; } = Path(
        "The configured proxy could not be reached: its name, its address or its port.",
        "Check the proxy variable that the configure stage names, and whether the workload is meant to have it.",
        "Connect to the proxy's host and port from this runtime.");

    public static CauseEntry ProxyDenied { get; } = Path(
        "The proxy answered and denied the host. Its 403 is not the API's.",
        "Ask whoever runs the proxy to allow the exact host and port of the base URL.",
        "Hand over the proxy's error word and the time.");

    public static CauseEntry ProxyAuthRequired { get; } = Path(
        "The proxy asks for its own credentials. Its 407 is not the API's.",
        "Give the proxy's credentials in the proxy variable, as the proxy's operator says.",
        ".NET does not send the machine's own NTLM or Kerberos identity to a proxy unless told to.");

    public static CauseEntry ProxyFailed { get; } = Path(
        "The proxy could not reach the host, or failed itself. Its 5xx is not the API's.",
        "Ask whoever runs the proxy whether it can resolve and reach the host.",
        "Try another proxy of the same network, if there is one.")
        with
    {
        OtherOwners =
        [
            new(Owner.RouteProvider, "the gateway itself refuses a direct connection too"),
            new(Owner.ApiServer, "the server itself refuses a direct connection too"),
        ],
    };

    public static CauseEntry ProxyNoAnswer { get; } = Path(
        "The proxy took the connection and gave no answer: to CONNECT, or to the TLS handshake of an https:// proxy.",
        "Check the proxy's health and its URL's scheme: an https:// proxy URL for a plain proxy hangs just so.");

    public static CauseEntry ProxyUntrusted { get; } = Path(
        "The proxy is spoken to over TLS (its URL begins with https://), and its own certificate is not accepted. It is not the API's certificate.",
        "Add the root that issued the proxy's certificate to this runtime's trust store, or have the proxy renew its certificate for the name in its URL.",
        "Check the proxy's URL: the name must be one of its certificate's, and most proxies are meant to be called with http://.")
        with
    { DoNot = [Advice.NothingArrived, Advice.DoNotTrustAll] };

    private static CauseEntry Path(string explanation, params IReadOnlyList<string> next) =>
        new(Owner.ConnectionPath, explanation) { DoNext = next, DoNot = [Advice.NothingArrived] };
}
