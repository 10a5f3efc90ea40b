namespace ProbeFleet.Core.Model;

/// <summary>What a failed probe looked like, as coarse as localization can use it: causes that any component emits are one.</summary>
internal enum Symptom
{
    Token, LocalCredential, LocalConfiguration, DnsName, DnsFailure, DnsTimeout,
    TcpRefused, TcpTimeout, TcpReset,
    ProxyUnreachable, ProxyDenied, ProxyAuthentication, ProxyFailed,
    TlsTrust, TlsIdentity, TlsOther,
    HeaderTimeout, HttpCut, NotApi, ServerErrorUnsigned,
    Unauthorized, Forbidden, NetworkRule, PublicAddress, NotFound, BadRequest,
    RateLimit, Billing, GatewayLimit,
    GatewayError, GatewayUpstreamFailed, Overloaded, ServerErrorSigned,
    SlowPath, SlowAnswer,
    Unclassified,
}
