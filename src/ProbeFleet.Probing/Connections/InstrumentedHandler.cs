using System.Net.Security;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.Connections;

/// <summary>Creates the handler of one attempt: a fresh connection, no redirects, no cookies and no trace header.</summary>
internal static class InstrumentedHandler
{
    /// <param name="keepsConnection">Whether the connection is kept after its first answer, however long it is idle.</param>
    public static SocketsHttpHandler Create(
        RouteConnector connector, StageRecorder recorder, AttemptFacts facts, PathPlan path, CertificateMemory certificates,
        bool keepsConnection)
    {
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = keepsConnection ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,

            // A connection requested for HTTP/2 that fell back to HTTP/1.1 would be raced by another one.
            MaxConnectionsPerServer = 1,
            UseProxy = path.WebProxy is not null,
            Proxy = path.WebProxy,
            ConnectCallback = connector.ConnectAsync,
            PlaintextStreamFilter = connector.FilterAsync,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = PeerChainPolicy.Create(path.Roots),

                // A resumed session would show the certificate of an earlier handshake.
                AllowTlsResume = false,
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    var seen = SecureFactsReader.FromCallback(certificate, chain, errors, certificates);
                    // Until the tunnel is open, the certificate is that of an https:// proxy.
                    if (path.ProxyIsSecure && recorder.Open is Stage.Tunnel)
                    {
                        facts.Tunnel = facts.Tunnel! with { Tls = seen };
                    }
                    else
                    {
                        facts.Secure = seen;
                    }

                    return errors is SslPolicyErrors.None;
                },
                LocalCertificateSelectionCallback = (_, _, _, remote, issuers) =>
                {
                    // Called once before the handshake, and again when the server asks.
                    facts.ClientCertificateRequested |= remote is not null || issuers.Length > 0;
                    return null!;
                },
            },
        };
    }
}
