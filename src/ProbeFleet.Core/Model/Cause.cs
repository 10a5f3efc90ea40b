using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>
/// The cause codes, <c>phase.kind</c>. A code is never renamed, only added. What each means, who owns it and what to do is in
/// <c>CauseCatalog</c> and, for people, in <c>docs/causes.md</c>.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Cause>))]
public enum Cause
{
    /// <summary><c>unclassified</c></summary>
    [JsonStringEnumMemberName("unclassified")] Unclassified,

    /// <summary><c>ok</c></summary>
    [JsonStringEnumMemberName("ok")] Ok,

    /// <summary><c>config.base-url</c></summary>
    [JsonStringEnumMemberName("config.base-url")] ConfigBaseUrl,

    /// <summary><c>config.credential-missing</c></summary>
    [JsonStringEnumMemberName("config.credential-missing")] ConfigCredentialMissing,

    /// <summary><c>config.credential-malformed</c></summary>
    [JsonStringEnumMemberName("config.credential-malformed")] ConfigCredentialMalformed,

    /// <summary><c>config.credential-not-allowed</c></summary>
    [JsonStringEnumMemberName("config.credential-not-allowed")] ConfigCredentialNotAllowed,

    /// <summary><c>config.target-not-allowed</c></summary>
    [JsonStringEnumMemberName("config.target-not-allowed")] ConfigTargetNotAllowed,

    /// <summary><c>config.runtime-not-available</c></summary>
    [JsonStringEnumMemberName("config.runtime-not-available")] ConfigRuntimeNotAvailable,

    /// <summary><c>config.model-not-found</c></summary>
    [JsonStringEnumMemberName("config.model-not-found")] ConfigModelNotFound,

    /// <summary><c>config.deployment-not-found</c></summary>
    [JsonStringEnumMemberName("config.deployment-not-found")] ConfigDeploymentNotFound,

    /// <summary><c>config.path</c></summary>
    [JsonStringEnumMemberName("config.path")] ConfigPath,

    /// <summary><c>config.api-version</c></summary>
    [JsonStringEnumMemberName("config.api-version")] ConfigApiVersion,

    /// <summary><c>config.request</c></summary>
    [JsonStringEnumMemberName("config.request")] ConfigRequest,

    /// <summary><c>credential.unreachable</c></summary>
    [JsonStringEnumMemberName("credential.unreachable")] CredentialUnreachable,

    /// <summary><c>credential.refused</c></summary>
    [JsonStringEnumMemberName("credential.refused")] CredentialRefused,

    /// <summary><c>credential.timeout</c></summary>
    [JsonStringEnumMemberName("credential.timeout")] CredentialTimeout,

    /// <summary><c>dns.nxdomain</c></summary>
    [JsonStringEnumMemberName("dns.nxdomain")] DnsNxdomain,

    /// <summary><c>dns.no-answer</c></summary>
    [JsonStringEnumMemberName("dns.no-answer")] DnsNoAnswer,

    /// <summary><c>dns.servfail</c></summary>
    [JsonStringEnumMemberName("dns.servfail")] DnsServfail,

    /// <summary><c>dns.refused</c></summary>
    [JsonStringEnumMemberName("dns.refused")] DnsRefused,

    /// <summary><c>dns.timeout</c></summary>
    [JsonStringEnumMemberName("dns.timeout")] DnsTimeout,

    /// <summary><c>tcp.refused</c></summary>
    [JsonStringEnumMemberName("tcp.refused")] TcpRefused,

    /// <summary><c>tcp.timeout</c></summary>
    [JsonStringEnumMemberName("tcp.timeout")] TcpTimeout,

    /// <summary><c>tcp.unreachable</c></summary>
    [JsonStringEnumMemberName("tcp.unreachable")] TcpUnreachable,

    /// <summary><c>tcp.reset</c></summary>
    [JsonStringEnumMemberName("tcp.reset")] TcpReset,

    /// <summary><c>tcp.idle-dropped</c></summary>
    [JsonStringEnumMemberName("tcp.idle-dropped")] TcpIdleDropped,

    /// <summary><c>proxy.unreachable</c></summary>
    [JsonStringEnumMemberName("proxy.unreachable")] ProxyUnreachable,

    /// <summary><c>proxy.denied</c></summary>
    [JsonStringEnumMemberName("proxy.denied")] ProxyDenied,

    /// <summary><c>proxy.auth-required</c></summary>
    [JsonStringEnumMemberName("proxy.auth-required")] ProxyAuthRequired,

    /// <summary><c>proxy.failed</c></summary>
    [JsonStringEnumMemberName("proxy.failed")] ProxyFailed,

    /// <summary><c>proxy.no-answer</c></summary>
    [JsonStringEnumMemberName("proxy.no-answer")] ProxyNoAnswer,

    /// <summary><c>proxy.untrusted</c></summary>
    [JsonStringEnumMemberName("proxy.untrusted")] ProxyUntrusted,

    /// <summary><c>tls.untrusted-root</c></summary>
    [JsonStringEnumMemberName("tls.untrusted-root")] TlsUntrustedRoot,

    /// <summary><c>tls.partial-chain</c></summary>
    [JsonStringEnumMemberName("tls.partial-chain")] TlsPartialChain,

    /// <summary><c>tls.name-mismatch</c></summary>
    [JsonStringEnumMemberName("tls.name-mismatch")] TlsNameMismatch,

    /// <summary><c>tls.expired</c></summary>
    [JsonStringEnumMemberName("tls.expired")] TlsExpired,

    /// <summary><c>tls.not-yet-valid</c></summary>
    [JsonStringEnumMemberName("tls.not-yet-valid")] TlsNotYetValid,

    /// <summary><c>tls.protocol</c></summary>
    [JsonStringEnumMemberName("tls.protocol")] TlsProtocol,

    /// <summary><c>tls.reset</c></summary>
    [JsonStringEnumMemberName("tls.reset")] TlsReset,

    /// <summary><c>tls.closed</c></summary>
    [JsonStringEnumMemberName("tls.closed")] TlsClosed,

    /// <summary><c>tls.timeout</c></summary>
    [JsonStringEnumMemberName("tls.timeout")] TlsTimeout,

    /// <summary><c>tls.not-tls</c></summary>
    [JsonStringEnumMemberName("tls.not-tls")] TlsNotTls,

    /// <summary><c>tls.client-certificate-required</c></summary>
    [JsonStringEnumMemberName("tls.client-certificate-required")] TlsClientCertificateRequired,

    /// <summary><c>http.header-timeout</c></summary>
    [JsonStringEnumMemberName("http.header-timeout")] HttpHeaderTimeout,

    /// <summary><c>http.closed</c></summary>
    [JsonStringEnumMemberName("http.closed")] HttpClosed,

    /// <summary><c>http.reset</c></summary>
    [JsonStringEnumMemberName("http.reset")] HttpReset,

    /// <summary><c>http.invalid</c></summary>
    [JsonStringEnumMemberName("http.invalid")] HttpInvalid,

    /// <summary><c>http.redirected</c></summary>
    [JsonStringEnumMemberName("http.redirected")] HttpRedirected,

    /// <summary><c>http.body-truncated</c></summary>
    [JsonStringEnumMemberName("http.body-truncated")] HttpBodyTruncated,

    /// <summary><c>http.body-timeout</c></summary>
    [JsonStringEnumMemberName("http.body-timeout")] HttpBodyTimeout,

    /// <summary><c>http.not-api</c></summary>
    [JsonStringEnumMemberName("http.not-api")] HttpNotApi,

    /// <summary><c>http.framing</c></summary>
    [JsonStringEnumMemberName("http.framing")] HttpFraming,

    /// <summary><c>stream.stalled</c></summary>
    [JsonStringEnumMemberName("stream.stalled")] StreamStalled,

    /// <summary><c>stream.cut</c></summary>
    [JsonStringEnumMemberName("stream.cut")] StreamCut,

    /// <summary><c>stream.buffered</c></summary>
    [JsonStringEnumMemberName("stream.buffered")] StreamBuffered,

    /// <summary><c>stream.not-streamed</c></summary>
    [JsonStringEnumMemberName("stream.not-streamed")] StreamNotStreamed,

    /// <summary><c>http.goaway</c></summary>
    [JsonStringEnumMemberName("http.goaway")] HttpGoAway,

    /// <summary><c>http.stream-reset</c></summary>
    [JsonStringEnumMemberName("http.stream-reset")] HttpStreamReset,

    /// <summary><c>auth.missing</c></summary>
    [JsonStringEnumMemberName("auth.missing")] AuthMissing,

    /// <summary><c>auth.invalid-key</c></summary>
    [JsonStringEnumMemberName("auth.invalid-key")] AuthInvalidKey,

    /// <summary><c>auth.wrong-audience</c></summary>
    [JsonStringEnumMemberName("auth.wrong-audience")] AuthWrongAudience,

    /// <summary><c>auth.permission</c></summary>
    [JsonStringEnumMemberName("auth.permission")] AuthPermission,

    /// <summary><c>auth.key-disabled</c></summary>
    [JsonStringEnumMemberName("auth.key-disabled")] AuthKeyDisabled,

    /// <summary><c>auth.ip-not-allowed</c></summary>
    [JsonStringEnumMemberName("auth.ip-not-allowed")] AuthIpNotAllowed,

    /// <summary><c>auth.region-unsupported</c></summary>
    [JsonStringEnumMemberName("auth.region-unsupported")] AuthRegionUnsupported,

    /// <summary><c>network-rules.denied</c></summary>
    [JsonStringEnumMemberName("network-rules.denied")] NetworkRulesDenied,

    /// <summary><c>network-rules.private-endpoint-required</c></summary>
    [JsonStringEnumMemberName("network-rules.private-endpoint-required")] NetworkRulesPrivateEndpointRequired,

    /// <summary><c>quota.rate</c></summary>
    [JsonStringEnumMemberName("quota.rate")] QuotaRate,

    /// <summary><c>quota.billing</c></summary>
    [JsonStringEnumMemberName("quota.billing")] QuotaBilling,

    /// <summary><c>quota.gateway-limit</c></summary>
    [JsonStringEnumMemberName("quota.gateway-limit")] QuotaGatewayLimit,

    /// <summary><c>server.error</c></summary>
    [JsonStringEnumMemberName("server.error")] ServerError,

    /// <summary><c>server.overloaded</c></summary>
    [JsonStringEnumMemberName("server.overloaded")] ServerOverloaded,

    /// <summary><c>gateway.error</c></summary>
    [JsonStringEnumMemberName("gateway.error")] GatewayError,

    /// <summary><c>gateway.upstream-failed</c></summary>
    [JsonStringEnumMemberName("gateway.upstream-failed")] GatewayUpstreamFailed,

    /// <summary><c>gateway.unavailable</c></summary>
    [JsonStringEnumMemberName("gateway.unavailable")] GatewayUnavailable,

    /// <summary><c>probe.cancelled</c></summary>
    [JsonStringEnumMemberName("probe.cancelled")] ProbeCancelled,

    /// <summary><c>probe.failed</c></summary>
    [JsonStringEnumMemberName("probe.failed")] ProbeFailed,
}
