using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Breaks of TLS: no server is known to have seen the request.</summary>
internal static class TlsCauses
{
    public static CauseEntry UntrustedRoot { get; } = Certificate(
        "The certificate leads to a root that this runtime does not trust: TLS inspection, or a private authority.",
        "If the issuer is your own inspection or authority, add its root to this runtime's trust store (on Linux also SSL_CERT_FILE or SSL_CERT_DIR).",
        "Otherwise have the host excepted from inspection, or find out who answers in its place.")
        with
    { OtherOwners = [new(Owner.RouteProvider, "the gateway's own end signed its certificate itself")] };

    public static CauseEntry PartialChain { get; } = Certificate(
        "The chain has a gap: an intermediate is not sent, or this runtime knows no authority that could have issued it.",
        "In an image without CA certificates, install them (package ca-certificates).",
        "For a private or inspecting authority, add its root; for a public one, have the server send its intermediate.");

    public static CauseEntry NameMismatch { get; } = Certificate(
        "The certificate is for other names: another server or a proxy stands at this address.",
        "Compare the address with the host's right one, and the certificate's names with the base URL.",
        "In Azure, check the private-endpoint DNS record of this name.")
        with
    {
        OtherOwners =
        [
            new(Owner.RouteProvider, "the gateway shows a default certificate, made for itself"),
            new(Owner.ApiServer, "the server of a direct route shows a default certificate, made for itself"),
        ],
    };

    public static CauseEntry Expired { get; } = Certificate(
        "The certificate, or one of its chain, is past its validity by this host's clock.",
        "If the clock is right, whoever holds the certificate must renew it: for a gateway its operator, for a foreign issuer the inspection's.");

    public static CauseEntry NotYetValid { get; } = Certificate(
        "The certificate is not valid yet by this host's clock.",
        "Set this host's clock right (NTP), or the trust store's copy of the chain.");

    public static CauseEntry Protocol { get; } = Path(
        "The handshake ended with an alert: no TLS version or cipher in common, or the server does not serve this name.",
        "Look at the alert in the stage's detail.",
        "Check for an old TLS terminator or a filter on the way: the providers' own edges take TLS 1.2 and 1.3.")
        with
    { OtherOwners = [new(Owner.RouteProvider, "the gateway's own end does not serve the name, or has no TLS version in common")] };

    public static CauseEntry Reset { get; } = Path(
        "TCP connects, and the handshake is reset: a filter that reads the server name, or a broken load balancer.",
        "Ask the network's owner for a rule that acts on this host name.",
        "Try the same from another network.");

    public static CauseEntry Closed { get; } = Path(
        "TCP connects, and the connection is closed in the handshake without an alert.",
        "Ask the network's owner for a rule that acts on this host name.",
        "Try the same from another network.")
        with
    { OtherOwners = [new(Owner.RouteProvider, "the gateway's own end is behind a load balancer that closes at once")] };

    public static CauseEntry Timeout { get; } = Path(
        "TCP connects, and the handshake gets no answer.",
        "Check the path's MTU (large handshake packets are lost first) and filters that hold TLS.",
        "Try the same from another network.");

    public static CauseEntry NotTls { get; } = Path(
        "The peer does not speak TLS on this port: a plain-HTTP server, or something that answers in its place.",
        "Check scheme and port of the base URL and of the proxy.",
        "Look at what answers: a captive portal or block page speaks plain HTTP.");

    public static CauseEntry ClientCertificateRequired { get; } = new(
        Owner.ConnectionPath,
        "The server, or a TLS inspection on the way, asks for a client certificate.")
    {
        DoNext = ["Find out who asks: the providers' public APIs do not.", "Give the client the certificate that the gateway's or the network's owner issues."],
        DoNot = [Advice.NothingArrived],
    };

    private static CauseEntry Certificate(string explanation, params IReadOnlyList<string> next) =>
        new(Owner.ConnectionPath, explanation) { DoNext = next, DoNot = [Advice.NothingArrived, Advice.DoNotTrustAll] };

    private static CauseEntry Path(string explanation, params IReadOnlyList<string> next) =>
        new(Owner.ConnectionPath, explanation) { DoNext = next, DoNot = [Advice.NothingArrived] };
}
