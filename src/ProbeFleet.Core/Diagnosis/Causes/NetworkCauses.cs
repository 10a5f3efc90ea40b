namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Causes in DNS, TCP and the proxy: no server is known to have seen the request.</summary>
internal static class NetworkCauses
{
    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.DnsNxdomain] = CauseEntry.OnPath(Symptom.DnsName,
            "The resolver says that the name does not exist.",
            "Compare two resolvers: dig NAME @RESOLVER, and the same at another one.",
            "Compare NAME with the name that the provider or gateway gave out, letter by letter.",
            "Look for a private DNS zone that is linked here and lacks the record, or a filter that answers for this name.")
            .Or(Owner.Configuration, "only a container runtime, a cluster or a local network can define the name"),
        [Cause.DnsNoAnswer] = CauseEntry.OnPath(Symptom.DnsName,
            "No usable answer: the name exists without an address record (NOERROR, no A or AAAA), or no resolver could be asked at all.",
            "Check that this runtime has a resolver (/etc/resolv.conf) and can reach it.",
            "Ask for both kinds (dig NAME A, dig NAME AAAA): a private zone that holds the name without a record answers NOERROR."),
        [Cause.DnsServfail] = CauseEntry.OnPath(Symptom.DnsFailure,
            "The resolver tried and failed: it could not reach the zone's servers, or refused their signatures.",
            "Ask another resolver (dig NAME @OTHER): an answer there means that RESOLVER, or its forwarder, is at fault.",
            "Hand NAME, RESOLVER and the time TIME to whoever runs it."),
        [Cause.DnsRefused] = CauseEntry.OnPath(Symptom.DnsFailure,
            "The resolver refuses to answer: this client, or this name, is not allowed.",
            "Check that this network is meant to use RESOLVER, and have it put into its access list (BIND: allow-query)."),
        [Cause.DnsTimeout] = CauseEntry.OnPath(Symptom.DnsTimeout,
            "The resolver did not answer.",
            "Check UDP and TCP port 53 from this runtime to RESOLVER: dig NAME @RESOLVER, and with +tcp.",
            "If other clients get answers from it, look at this network's rules for port 53; if not, at the resolver."),
        [Cause.TcpRefused] = CauseEntry.OnPath(Symptom.TcpRefused,
            "The address refused the connection: nothing listens on the port, or a firewall answers with a reset.",
            "Compare the address with the host's right one: a stale DNS record is a usual reason.",
            "Connect to the same address and port from another network.")
            .Or(Owner.RouteProvider, "the gateway is meant to run on this very machine"),
        [Cause.TcpTimeout] = CauseEntry.OnPath(Symptom.TcpTimeout,
            "Nothing answers the connection attempt: it is dropped on the way, or the way back is missing.",
            "Check the outbound rules of this network for ADDRESS: firewall, NSG, NAT, Kubernetes NetworkPolicy.",
            "If it is a private endpoint, check its approval and this network's peering and routes to it.",
            "Connect to the same address and port from another network."),
        [Cause.TcpUnreachable] = CauseEntry.OnPath(Symptom.TcpTimeout,
            "This host has no way to the address, or is forbidden to use it.",
            "Look at this host's way there: ip route get DESTINATION, and its local firewall or network policy."),
        [Cause.TcpReset] = CauseEntry.OnPath(Symptom.TcpReset,
            "The connection was made and reset before TLS began.",
            "Look for a firewall or a load balancer on the way that ends the connection.",
            "Try the same address from another network."),
        [Cause.TcpIdleDropped] = new CauseEntry(Owner.ConnectionPath, Symptom.TcpReset,
            "A connection that was idle for a while was forgotten by something on the way (NAT, firewall, load balancer, proxy) without a "
                + "word: the next request on it hangs or is reset. New connections work, so only clients with pooled connections fail, "
                + "and only after a pause.",
            "Keep idle connections in the pool for less time than the limit that the evidence names.",
            "Or have TCP keep-alive packets sent more often than that.",
            "Let the SDK send again what fails on a pooled connection (its retries), after a header timeout that is short enough.",
            "Ask whoever runs the way to reset idle connections when they are dropped, so that clients see it (Azure Load Balancer: TCP "
                + "reset).")
            .Not(Advice.NothingArrived, "Do not raise the client's timeout: a request on a dropped connection is never answered."),
        [Cause.ProxyUnreachable] = CauseEntry.OnPath(Symptom.ProxyUnreachable,
            "The configured proxy could not be reached: its name, its address or its port.",
            "Connect to PROXY from this runtime: curl -v -x PROXY ORIGIN.",
            "If the workload is meant to go direct, take the variable away that the configure stage names, or put HOST into NO_PROXY."),
        [Cause.ProxyDenied] = CauseEntry.OnPath(Symptom.ProxyDenied,
            "The proxy answered and denied the host. Its 403 is not the API's.",
            "Ask whoever runs PROXY to allow CONNECT to HOST:PORT for this client, and hand over its error word and the time TIME.",
            "See the same with curl -v -x PROXY ORIGIN."),
        [Cause.ProxyAuthRequired] = CauseEntry.OnPath(Symptom.ProxyAuthentication,
            "The proxy asks for its own credentials. Its 407 is not the API's.",
            "Write user and password into the proxy variable that the configure stage names (http://USER:PASSWORD@…), special characters "
                + "as %XX.",
            ".NET does not send the machine's own NTLM or Kerberos identity to a proxy unless told to."),
        [Cause.ProxyFailed] = CauseEntry.OnPath(Symptom.ProxyFailed,
            "The proxy could not reach the host, or failed itself. Its 5xx is not the API's.",
            "Ask whoever runs PROXY to resolve HOST and to connect to port PORT on its machine, and hand over the time TIME.",
            "Try another proxy of the same network, if there is one.")
            .Or(Owner.RouteProvider, "the gateway itself refuses a direct connection too")
            .Or(Owner.ApiServer, "the server itself refuses a direct connection too"),
        [Cause.ProxyNoAnswer] = CauseEntry.OnPath(Symptom.ProxyFailed,
            "The proxy took the connection and gave no answer: to CONNECT, or to the TLS handshake of an https:// proxy.",
            "Compare the scheme of PROXY with what it speaks: most proxies are http://, and https:// or socks5:// to such a one hangs "
                + "just so.",
            "Ask whoever runs it whether it is healthy and takes connections from here."),
        [Cause.ProxyUntrusted] = CauseEntry.OnPath(Symptom.ProxyFailed,
            "The proxy is spoken to over TLS (its URL begins with https://), and its own certificate is not accepted. It is not the API's "
                + "certificate.",
            "Add the root that issued the proxy's certificate to this runtime's trust store, or have the proxy renew its certificate for "
                + "the name in its URL.",
            "Check the proxy's URL: the name must be one of its certificate's, and most proxies are meant to be called with http://.")
            .Not(Advice.DoNotTrustAll),
    };
}
