using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Localization;

/// <summary>What a failed probe looked like, as coarse as localization can use it: causes that any component emits alike are one symptom.</summary>
internal enum Symptom
{
    Token, LocalConfiguration, DnsName, DnsFailure, DnsTimeout,
    TcpRefused, TcpTimeout, TcpReset,
    ProxyUnreachable, ProxyDenied, ProxyAuthentication, ProxyFailed,
    TlsTrust, TlsIdentity, TlsOther,
    HeaderTimeout, HttpCut, NotApi, ServerErrorUnsigned,
    Unauthorized, Forbidden, NetworkRule, NotFound, BadRequest,
    RateLimit, Billing, GatewayLimit,
    GatewayError, GatewayUpstreamFailed, Overloaded, ServerErrorSigned,
    SlowPath, SlowAnswer,
    Unclassified,
}

/// <summary>From observations to symptoms.</summary>
internal static class Symptoms
{
    public static int Count { get; } = Enum.GetValues<Symptom>().Length;

    /// <summary>The symptom of a failed observation; null when the probe says nothing (it was cancelled, or passed).</summary>
    public static Symptom? Of(Observation observation) => observation switch
    {
        // Late answers are made by what also makes none: a resolver, a token service.
        { Outcome: ProbeOutcome.Passed, Slow: Stage.Credential } => Symptom.Token,
        { Outcome: ProbeOutcome.Passed, Slow: Stage.Resolve } => Symptom.DnsTimeout,
        { Outcome: ProbeOutcome.Passed, Slow: Stage.Connect or Stage.Tunnel or Stage.Secure } => Symptom.SlowPath,
        { Outcome: ProbeOutcome.Passed, Slow: not null } => Symptom.SlowAnswer,
        { Outcome: ProbeOutcome.Passed } => null,

        // A genuine refusal of the missing credential is what a keyless probe hopes for.
        { Path.Variant: ProbeVariant.Keyless, Cause: Cause.AuthMissing or Cause.AuthInvalidKey } => null,
        { Cause: Cause.ServerError, RequestId: null, Responder: null or Responder.Unknown or Responder.Proxy } => Symptom.ServerErrorUnsigned,
        _ => Of(observation.Cause),
    };

    /// <summary>
    /// Whether the observation is evidence at all: that a way in place of a part is closed is none, see <see cref="SideLooks"/>, and no more is that a
    /// network or a name has but one address family.
    /// </summary>
    /// <remarks>
    /// An idle connection tells of the way what no other probe crosses, and what a fresh connection never meets: beside those it would
    /// accuse and acquit the same components by turns.
    /// </remarks>
    public static bool IsEvidence(Observation observation) => observation.Path.Variant is not ProbeVariant.Reuse && (
        observation.Outcome is ProbeOutcome.Passed
        || (observation.Cause is not (Cause.ProbeCancelled or Cause.ProbeFailed or Cause.Ok or Cause.StreamBuffered)
            && observation.Path.Variant is not (ProbeVariant.IPv4 or ProbeVariant.IPv6)
            && !SideLooks.Replaces(observation.Path.Variant)));

    private static Symptom Of(Cause cause) => cause switch
    {
        Cause.Unclassified or Cause.Ok or Cause.StreamBuffered or Cause.ProbeCancelled or Cause.ProbeFailed => Symptom.Unclassified,
        Cause.ConfigBaseUrl or Cause.ConfigCredentialMissing or Cause.ConfigCredentialMalformed
            or Cause.ConfigCredentialNotAllowed or Cause.ConfigTargetNotAllowed or Cause.ConfigRuntimeNotAvailable => Symptom.LocalConfiguration,
        Cause.ConfigModelNotFound or Cause.ConfigDeploymentNotFound => Symptom.NotFound,
        Cause.ConfigPath or Cause.ConfigApiVersion or Cause.ConfigRequest => Symptom.BadRequest,
        Cause.CredentialUnreachable or Cause.CredentialRefused or Cause.CredentialTimeout => Symptom.Token,
        Cause.DnsNxdomain or Cause.DnsNoAnswer => Symptom.DnsName,
        Cause.DnsServfail or Cause.DnsRefused => Symptom.DnsFailure,
        Cause.DnsTimeout => Symptom.DnsTimeout,
        Cause.TcpRefused => Symptom.TcpRefused,
        Cause.TcpTimeout or Cause.TcpUnreachable => Symptom.TcpTimeout,
        Cause.TcpReset or Cause.TcpIdleDropped or Cause.TlsReset or Cause.TlsClosed => Symptom.TcpReset,
        Cause.ProxyUnreachable => Symptom.ProxyUnreachable,
        Cause.ProxyDenied => Symptom.ProxyDenied,
        Cause.ProxyAuthRequired => Symptom.ProxyAuthentication,
        Cause.ProxyFailed or Cause.ProxyNoAnswer or Cause.ProxyUntrusted => Symptom.ProxyFailed,
        Cause.TlsUntrustedRoot or Cause.TlsPartialChain => Symptom.TlsTrust,
        Cause.TlsNameMismatch or Cause.TlsExpired or Cause.TlsNotYetValid => Symptom.TlsIdentity,
        Cause.TlsProtocol or Cause.TlsTimeout or Cause.TlsNotTls or Cause.TlsClientCertificateRequired => Symptom.TlsOther,
        Cause.HttpHeaderTimeout or Cause.HttpBodyTimeout or Cause.StreamStalled => Symptom.HeaderTimeout,
        Cause.HttpClosed or Cause.HttpReset or Cause.HttpInvalid or Cause.HttpBodyTruncated or Cause.StreamCut
            or Cause.HttpGoAway or Cause.HttpStreamReset => Symptom.HttpCut,
        Cause.HttpRedirected or Cause.HttpNotApi or Cause.HttpFraming or Cause.StreamNotStreamed => Symptom.NotApi,
        Cause.AuthMissing or Cause.AuthInvalidKey or Cause.AuthWrongAudience => Symptom.Unauthorized,
        Cause.AuthPermission or Cause.AuthKeyDisabled => Symptom.Forbidden,
        Cause.AuthIpNotAllowed or Cause.AuthRegionUnsupported or Cause.NetworkRulesDenied
            or Cause.NetworkRulesPrivateEndpointRequired => Symptom.NetworkRule,
        Cause.QuotaRate => Symptom.RateLimit,
        Cause.QuotaBilling => Symptom.Billing,
        Cause.QuotaGatewayLimit => Symptom.GatewayLimit,
        Cause.ServerError => Symptom.ServerErrorSigned,
        Cause.ServerOverloaded => Symptom.Overloaded,
        Cause.GatewayError or Cause.GatewayUnavailable => Symptom.GatewayError,
        Cause.GatewayUpstreamFailed => Symptom.GatewayUpstreamFailed,
    };
}
