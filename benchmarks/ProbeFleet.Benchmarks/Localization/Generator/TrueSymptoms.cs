using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;
using static ProbeFleet.Core.Model.Cause;

namespace ProbeFleet.Benchmarks.Localization.Generator;

/// <summary>
/// The generator's own table of what faults look like, in causes and not in the solver's symptoms. It is written from the incident
/// archive and support threads, apart from the solver's table; the numbers differ on purpose.
/// </summary>
internal static class TrueSymptoms
{
    /// <summary>What a fault of the kind usually looks like; the weights need no sum.</summary>
    public static IReadOnlyList<(Cause Cause, double Weight)> Typical(ComponentKind kind, bool proxied, bool gateway) => kind switch
    {
        ComponentKind.Other => [],
        ComponentKind.Configuration => [(ConfigBaseUrl, 4), (ConfigTargetNotAllowed, 2), (ConfigRuntimeNotAvailable, 1)],
        ComponentKind.TokenService => [(CredentialUnreachable, 3), (CredentialTimeout, 3), (CredentialRefused, 4)],
        ComponentKind.Dns => proxied
            ? [(ProxyUnreachable, 2), (DnsTimeout, 3), (DnsNxdomain, 2), (DnsServfail, 3)]
            : [(DnsTimeout, 4), (DnsServfail, 3), (DnsNxdomain, 3), (DnsNoAnswer, 1), (DnsRefused, 1), (NetworkRulesDenied, .3)],
        ComponentKind.Egress => proxied
            ? [(ProxyUnreachable, 5), (TcpTimeout, 3), (TcpReset, 1)]
            : [(TcpTimeout, 8), (TcpUnreachable, 1), (TcpReset, 1), (TcpRefused, 1), (TlsTimeout, .5), (HttpHeaderTimeout, .5),
                (DnsTimeout, .5)],
        ComponentKind.Proxy =>
            [(ProxyAuthRequired, 3), (ProxyDenied, 2), (ProxyFailed, 2), (ProxyNoAnswer, 1), (ProxyUnreachable, 2), (TlsUntrustedRoot, 2),
            (TlsPartialChain, .5), (TcpReset, 1), (HttpNotApi, .5)],
        ComponentKind.PrivateEndpoint =>
            [(TcpTimeout, 4), (DnsNxdomain, 2), (NetworkRulesPrivateEndpointRequired, 2), (NetworkRulesDenied, 1.5), (TcpRefused, .5)],
        ComponentKind.Corridor => proxied
            ? [(ProxyFailed, 4), (TcpTimeout, 1), (HttpHeaderTimeout, 2), (TlsReset, 1), (HttpReset, 1)]
            : [(TcpTimeout, 5), (HttpHeaderTimeout, 2), (TcpReset, 1.5), (TlsTimeout, 1.5), (TlsReset, 1), (HttpReset, 1),
                (HttpBodyTruncated, .5)],
        ComponentKind.TrustStore =>
            [(TlsUntrustedRoot, 5), (TlsPartialChain, 3), (TlsExpired, 1.5), (TlsNotYetValid, .5), (TlsProtocol, .7)],
        ComponentKind.Front => gateway
            ? [(GatewayError, 3), (GatewayUnavailable, 3), (HttpNotApi, 1.5), (TcpTimeout, 1.5), (TcpRefused, 1.5), (TlsExpired, 1),
                (HttpHeaderTimeout, 1),
                (HttpClosed, 1), (QuotaGatewayLimit, .3), (AuthInvalidKey, .3)]
            : [(HttpNotApi, 2), (ServerError, 3), (TcpTimeout, 2), (TcpReset, 1), (TlsExpired, .7), (TlsNameMismatch, .7),
                (HttpHeaderTimeout, 1.5), (HttpClosed, 1),
                (TcpRefused, .8)],
        ComponentKind.Credential => [(AuthInvalidKey, 5), (AuthPermission, 2), (AuthKeyDisabled, 1.5), (AuthMissing, .7),
            (AuthWrongAudience, 1), (ConfigCredentialMalformed, .4)],
        ComponentKind.Quota => gateway
            ? [(QuotaRate, 4), (QuotaGatewayLimit, 3), (QuotaBilling, 2)]
            : [(QuotaRate, 6), (QuotaBilling, 4)],
        ComponentKind.Deployment =>
            [(ConfigDeploymentNotFound, 3), (ConfigModelNotFound, 3), (ConfigApiVersion, 1.5), (ConfigPath, 1), (ConfigRequest, 1.5)],
        ComponentKind.GatewayUpstream =>
            [(AuthInvalidKey, 4), (GatewayUpstreamFailed, 3), (QuotaRate, 2), (ConfigModelNotFound, 1), (HttpHeaderTimeout, 1)],
        ComponentKind.Upstream => gateway
            ? [(GatewayUpstreamFailed, 6), (HttpHeaderTimeout, 2), (ServerError, 1), (ServerOverloaded, .7), (GatewayError, .7)]
            : [(ServerError, 6), (HttpHeaderTimeout, 2.5), (ServerOverloaded, 2), (HttpBodyTimeout, .5), (HttpClosed, .5), (QuotaRate, .4)],
    };

    /// <summary>What a fault of the kind can look like when it misleads: within physics, and without the usual.</summary>
    public static IReadOnlyList<Cause> Misleading(ComponentKind kind, bool gateway) => kind switch
    {
        ComponentKind.Other or ComponentKind.Configuration => [],
        ComponentKind.TokenService => [AuthInvalidKey, AuthPermission],
        ComponentKind.Dns => [TcpTimeout, TcpRefused, TlsNameMismatch, TlsUntrustedRoot, NetworkRulesPrivateEndpointRequired,
            NetworkRulesDenied, HttpNotApi],
        ComponentKind.Egress => [DnsTimeout, DnsServfail, TlsReset, HttpHeaderTimeout, HttpReset, TlsClosed, AuthIpNotAllowed],
        ComponentKind.Proxy => [TcpTimeout, TlsReset, HttpHeaderTimeout, HttpClosed, HttpNotApi, DnsNxdomain, AuthMissing, TlsNameMismatch],
        ComponentKind.PrivateEndpoint => [TlsReset, HttpHeaderTimeout, DnsTimeout, TcpReset, DnsServfail],
        ComponentKind.Corridor => [TcpRefused, DnsTimeout, TcpReset, HttpClosed, TlsClosed],
        ComponentKind.TrustStore => [TlsProtocol, TlsReset, TlsClosed],
        ComponentKind.Front => gateway
            ? [AuthInvalidKey, AuthPermission, QuotaRate, ConfigPath, DnsNxdomain, DnsServfail, TlsUntrustedRoot, GatewayUpstreamFailed,
                ConfigModelNotFound, ServerError]
            : [AuthInvalidKey, AuthPermission, QuotaRate, ConfigPath, DnsNxdomain, DnsServfail, TlsUntrustedRoot, NetworkRulesDenied,
                ServerOverloaded],
        ComponentKind.Credential => [ConfigModelNotFound, ConfigDeploymentNotFound, QuotaBilling, AuthIpNotAllowed],
        ComponentKind.Quota => [AuthPermission, ServerOverloaded, AuthInvalidKey],
        ComponentKind.Deployment => [AuthInvalidKey, AuthPermission, ServerError, HttpNotApi],
        ComponentKind.GatewayUpstream => [QuotaBilling, AuthPermission, GatewayError, ServerError],
        ComponentKind.Upstream =>
            [AuthInvalidKey, AuthPermission, QuotaRate, QuotaBilling, ConfigModelNotFound, ConfigRequest, HttpNotApi, HttpReset],
    };

    /// <summary>What fails by chance.</summary>
    public static IReadOnlyList<(Cause Cause, double Weight)> Chance { get; } =
        [(HttpHeaderTimeout, 4), (TcpTimeout, 3), (ServerError, 3), (DnsTimeout, 2), (TcpReset, 2), (HttpClosed, 1), (QuotaRate, 1),
            (TlsTimeout, 1), (ServerOverloaded, 1)];
}
