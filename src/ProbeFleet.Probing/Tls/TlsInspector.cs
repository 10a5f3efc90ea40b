using System.Net.Security;
using System.Security.Authentication;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Probing.Failures;

namespace ProbeFleet.Probing.Tls;

/// <summary>Makes a TLS handshake that accepts any certificate, to see what is presented. No data is ever sent on it.</summary>
internal sealed class TlsInspector(TimeProvider clock)
{
    private static readonly TimeSpan AlertWait = TimeSpan.FromMilliseconds(300);

    /// <summary>Looks at the TLS of a connection and closes it.</summary>
    /// <param name="connection">A fresh connection, or a proxy's tunnel.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<TlsInspection> InspectAsync(
        Stream connection, string serverName, TimeSpan budget, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(budget, clock, cancellationToken);
        SecureFacts? seen = null;
        var asked = false;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            CertificateChainPolicy = PeerChainPolicy.Create(),

            // Called once before the handshake, without a remote certificate, and again when the server asks for a certificate.
            LocalCertificateSelectionCallback = (_, _, _, remote, _) =>
            {
                if (remote is not null)
                {
                    var read = SecureFactsReader.FromCallback(remote, null, SslPolicyErrors.None);
                    seen = read with { PolicyErrors = null, ChainStatus = null };
                    asked = true;
                }

                return null!;
            },
#pragma warning disable CA5359 // Any certificate is accepted because it is only looked at: no request follows.
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                seen = SecureFactsReader.FromCallback(certificate, chain, errors);
                return true;
            },
#pragma warning restore CA5359
        };
        var stream = new SslStream(connection);
        await using var closing = stream.ConfigureAwait(false);
        try
        {
            await stream.AuthenticateAsClientAsync(options, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            return new(SecureFactsReader.FromStream(stream, seen), await ReadAlertAsync(
                stream, limit.Token, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (FailureClassifier.IsExpected(exception, cancellationToken))
        {
            var failure = FailureClassifier.OfConnection(exception, budget);
            seen = TlsAlerts.NumberIn(FailureClassifier.Chain(exception)) is { } alert ? (seen ?? new()) with { Alert = alert } : seen;
            var isAboutOwn = asked && failure.Kind is FailureKind.TlsAlert;
            return new(seen, isAboutOwn ? failure with { Kind = FailureKind.ClientCertificateRequired } : failure);
        }
    }

    // In TLS 1.3 a server refuses a missing client certificate only after the client considers the handshake complete:
    // with an alert (OpenSSL) or by closing (.NET).
    private async Task<StageFailure?> ReadAlertAsync(SslStream stream, CancellationToken budget, CancellationToken cancellationToken)
    {
        if (stream.SslProtocol != SslProtocols.Tls13)
        {
            return null;
        }

        using var limit = new TimeLimit(AlertWait, clock, budget);
        try
        {
            return await stream.ReadAsync(new byte[1], limit.Token).ConfigureAwait(false) == 0
                ? new(FailureKind.Closed, "the peer closed right after the handshake")
                : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (IOException exception)
        {
            var failure = FailureClassifier.OfConnection(exception);
            return TlsAlerts.NumberIn(FailureClassifier.Chain(exception)) is { } alert && TlsAlerts.IsAboutClientCertificate(alert)
                ? failure with { Kind = FailureKind.ClientCertificateRequired }
                : failure;
        }
    }
}

/// <summary>The outcome of a TLS handshake.</summary>
/// <param name="Facts">What was presented; null when the handshake did not get that far.</param>
/// <param name="Failure">What went wrong; null when the handshake succeeded.</param>
internal sealed record TlsInspection(SecureFacts? Facts, StageFailure? Failure);
