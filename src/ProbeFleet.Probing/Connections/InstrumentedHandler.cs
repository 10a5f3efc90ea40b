using System.Net.Security;
using ProbeFleet.Core.Model;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.Connections;

/// <summary>Makes the handler of one attempt: its connection is fresh, it follows no redirect, keeps no cookie and adds no trace header.</summary>
internal static class InstrumentedHandler
{
    /// <summary>Makes the handler.</summary>
    /// <param name="connector">Makes the connections.</param>
    /// <param name="recorder">Told of the stages.</param>
    /// <param name="facts">Told of TLS.</param>
    /// <param name="path">The way.</param>
    /// <param name="keepsConnection">Whether the connection stays after its first answer, however long it is idle.</param>
    public static SocketsHttpHandler Create(
        RouteConnector connector, StageRecorder recorder, AttemptFacts facts, PathPlan path, bool keepsConnection)
    {
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = keepsConnection ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,

            // A connection that was asked for HTTP/2 and became one of HTTP/1.1 would be raced by another one.
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
                    var seen = SecureFactsReader.FromCallback(certificate, chain, errors);
                    // Before the tunnel stands it is an https:// proxy that shows its certificate.
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
