namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Causes in TLS: no server is known to have seen the request.</summary>
internal static class TlsCauses
{
    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.TlsUntrustedRoot] = Certificate(Symptom.TlsTrust,
            "The certificate leads to a root that this runtime does not trust: TLS inspection, or a private authority.",
            "If the issuer is your own inspection or authority, add its root to this runtime's trust store (Debian: "
                + "update-ca-certificates; or SSL_CERT_FILE).",
            "Otherwise have HOST excepted from inspection, or find out who answers in its place: openssl s_client -connect HOST:PORT "
                + "-showcerts.")
            .Or(Owner.RouteProvider, "the gateway's own end signed its certificate itself"),
        [Cause.TlsPartialChain] = Certificate(Symptom.TlsTrust,
            "The chain has a gap: an intermediate is not sent, or this runtime knows no authority that could have issued it.",
            "See what is sent: openssl s_client -connect HOST:PORT -showcerts. In an image without CA certificates, install them (package "
                + "ca-certificates).",
            "For a private or inspecting authority, add its root; for a public one, have the server send its intermediate."),
        [Cause.TlsNameMismatch] = Certificate(Symptom.TlsIdentity,
            "The certificate is for other names: another server or a proxy stands at this address.",
            "Compare the certificate's names with HOST: if the base URL uses an alias or address, write the name that is in the "
                + "certificate.",
            "Compare the address that HOST gives here with its right one; in Azure, look at the private endpoint's DNS record.")
            .Or(Owner.RouteProvider, "the gateway shows a default certificate, made for itself")
            .Or(Owner.ApiServer, "the server of a direct route shows a default certificate, made for itself"),
        [Cause.TlsExpired] = Certificate(Symptom.TlsIdentity,
            "The certificate, or one of its chain, is past its validity by this host's clock.",
            "If this host's clock is right (date -u), whoever holds the certificate must renew it: the operator of HOST, or of the "
                + "inspection."),
        [Cause.TlsNotYetValid] = Certificate(Symptom.TlsIdentity,
            "The certificate is not valid yet by this host's clock.",
            "Set this host's clock right: compare date -u with another host, and look at chronyc tracking or timedatectl."),
        [Cause.TlsProtocol] = CauseEntry.OnPath(Symptom.TlsOther,
            "The handshake ended with an alert: no TLS version or cipher in common, or the server does not serve this name.",
            "See the alert for yourself: openssl s_client -connect HOST:PORT -servername HOST -tls1_2.",
            "Look for an old TLS terminator or a filter on the way: the providers' own edges take TLS 1.2 and 1.3.")
            .Or(Owner.RouteProvider, "the gateway's own end does not serve the name, or has no TLS version in common"),
        [Cause.TlsReset] = CauseEntry.OnPath(Symptom.TcpReset,
            "TCP connects, and the handshake is reset: a filter that reads the server name, or a broken load balancer.",
            "Try the same from another network: curl -v ORIGIN. If it works there, ask this network's owner for a rule on the name HOST.",
            "If it fails there too, ask whoever runs HOST what its load balancer passes this port on to."),
        [Cause.TlsClosed] = CauseEntry.OnPath(Symptom.TcpReset,
            "TCP connects, and the connection is closed in the handshake without an alert.",
            "Try the same from another network: curl -v ORIGIN. If it works there, ask this network's owner for a rule on the name HOST.",
            "If it fails there too, ask whoever runs HOST what its load balancer passes this port on to.")
            .Or(Owner.RouteProvider, "the gateway's own end is behind a load balancer that closes at once"),
        [Cause.TlsTimeout] = CauseEntry.OnPath(Symptom.TlsOther,
            "TCP connects, and the handshake gets no answer.",
            "Check the way's MTU: ping -M do -s 1472 HOST; VPN and overlay networks lose the large packets of a handshake first.",
            "Try the same from another network: if it works there, look for a filter that holds TLS here."),
        [Cause.TlsNotTls] = CauseEntry.OnPath(Symptom.TlsOther,
            "The peer does not speak TLS on this port: a plain-HTTP server, or something that answers in its place.",
            "See what answers: curl -v http://HOST:PORT. A captive portal or block page speaks plain HTTP.",
            "If it is the server itself, write http:// or its TLS port into the base URL."),
        [Cause.TlsClientCertificateRequired] = new CauseEntry(Owner.ConnectionPath, Symptom.TlsOther,
            "The server, or a TLS inspection on the way, asks for a client certificate.",
            "Find out who asks: the providers' public APIs do not.",
            "Give the client the certificate that the gateway's or the network's owner issues.")
            .Not(Advice.NothingArrived),
    };

    private static CauseEntry Certificate(Symptom symptom, string explanation, params IReadOnlyList<string> next) =>
        CauseEntry.OnPath(symptom, explanation, next).Not(Advice.DoNotTrustAll);
}
