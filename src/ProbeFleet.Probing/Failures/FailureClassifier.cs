using System.Net.Sockets;
using System.Security.Authentication;
using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Failures;

/// <summary>
/// The only place where an exception becomes a <see cref="StageFailure"/>. It uses the stage that was open, enum values and the bytes that
/// came; texts differ between platforms and are used only where nothing else tells.
/// </summary>
internal static partial class FailureClassifier
{
    private const byte TlsAlertRecord = 0x15;

    public static StageFailure OfSocket(SocketError code) => new(
        code switch
        {
            SocketError.HostNotFound or SocketError.NoData => FailureKind.HostNotFound,
            SocketError.TryAgain or SocketError.NoRecovery => FailureKind.ResolverFailed,
            SocketError.ConnectionRefused => FailureKind.Refused,
            SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown
                or SocketError.AccessDenied or SocketError.AddressNotAvailable
                    or SocketError.AddressFamilyNotSupported => FailureKind.Unreachable,
            SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted => FailureKind.Reset,
            SocketError.TimedOut => FailureKind.TimedOut,
            _ => FailureKind.Unclassified,
        },
        $"socket error {code}");

    /// <summary>Classifies an exception by the stage that was open when it came.</summary>
    public static StageFailure Classify(Exception error, Stage stage, AttemptFacts facts)
    {
        var chain = Chain(error).ToList();
        if (facts.Received?.BodyBytes > BodyStream.MaxBytes)
        {
            return new(FailureKind.TooLarge, $"the body is larger than {BodyStream.MaxBytes / (1024 * 1024)} MiB; the rest was not read");
        }

        return (stage is Stage.Secure ? OfTls(chain, facts.Secure, facts.Transport, facts.ClientCertificateRequested) : null)
            ?? (stage is Stage.Tunnel ? OfTunnel(chain, facts) : null)
            ?? OfExchange(chain, facts)
            ?? OfTransport(chain, stage)
            ?? new(FailureKind.Unclassified, chain[^1].GetType().Name);
    }

    /// <summary>An exception and its inner ones, outermost first; of an aggregate, only the first inner one.</summary>
    public static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? link = error; link is not null; link = link.InnerException)
        {
            yield return link;
        }
    }

    private static StageFailure? OfTls(List<Exception> chain, SecureFacts? seen, TransportObserver? transport, bool certificateRequested)
    {
        if (seen?.PolicyErrors is { Count: > 0 } policyErrors)
        {
            return new(FailureKind.Certificate, string.Join(", ", [.. policyErrors, .. seen.ChainStatus ?? []]));
        }

        if (transport?.FirstBytes is [TlsAlertRecord, _, _, _, _, _, var alert, ..])
        {
            return OfAlert(alert, certificateRequested);
        }

        if (transport?.FirstBytes is [not (>= 0x14 and <= 0x18), ..])
        {
            return new(FailureKind.NotTls, "the first byte is not of a TLS record");
        }

        if (TlsAlerts.NumberIn(chain) is { } number)
        {
            return OfAlert(number, certificateRequested);
        }

        if (chain.OfType<SocketException>().FirstOrDefault() is { } socket)
        {
            return OfSocket(socket.SocketErrorCode);
        }

        if (chain.OfType<AuthenticationException>().Any())
        {
            return certificateRequested
                ? new(FailureKind.ClientCertificateRequired, "the server asked for a client certificate and ended the handshake")
                : new(FailureKind.TlsAlert, chain[^1].Message);
        }

        return chain.OfType<IOException>().FirstOrDefault() switch
        {
            null => null,
            // A positive HResult is an error of the system: a file that this process could not read. A peer that closes sets none.
            { HResult: > 0 } own => new(FailureKind.Unclassified, $"this process could not read what its trust store needs: {own.Message}"),
            _ => new(FailureKind.Closed, "the peer closed during the handshake"),
        };
    }

    private static StageFailure OfAlert(int alert, bool certificateRequested) =>
        alert is TlsAlerts.CertificateRequired || certificateRequested
            ? new(FailureKind.ClientCertificateRequired, $"TLS alert {alert} after the server asked for a client certificate")
            : new(FailureKind.TlsAlert, $"TLS alert {alert} ({TlsAlerts.NameOf(alert)})");

    private static StageFailure? OfTunnel(List<Exception> chain, AttemptFacts facts)
    {
        var request = chain.OfType<HttpRequestException>().FirstOrDefault();
        if (request?.HttpRequestError is HttpRequestError.ProxyTunnelError)
        {
            var status = (int?)request.StatusCode ?? facts.Tunnel?.Status;
            return new(FailureKind.ProxyStatus, status is null
                ? SocksWords.Describe(facts.Tunnel)
                : $"the proxy answered {status} to CONNECT");
        }

        // The TLS handshake with an https:// proxy has not completed.
        return facts is { ProxyTransport: { } transport, Tunnel.Tls: null or { Protocol: null } }
            ? OfTls(chain, facts.Tunnel?.Tls, transport, certificateRequested: false)
            : null;
    }

    private static StageFailure? OfExchange(List<Exception> chain, AttemptFacts facts)
    {
        // The handshake was complete on this side: only then does TLS 1.3 refuse a client certificate.
        if (TlsAlerts.NumberIn(chain) is { } alert)
        {
            return TlsAlerts.IsAboutClientCertificate(alert)
                ? new(FailureKind.ClientCertificateRequired, $"TLS alert {alert} ({TlsAlerts.NameOf(alert)}) after the handshake")
                : new(FailureKind.TlsAlert, $"TLS alert {alert} ({TlsAlerts.NameOf(alert)}) after the handshake");
        }

        if (facts.Http2End is { } end && chain.OfType<HttpIOException>().Any())
        {
            return end.Frame is Http2EndFrame.GoAway
                ? new(FailureKind.GoAway, $"HTTP/2 GOAWAY, {end.Error}")
                : new(FailureKind.StreamReset, $"HTTP/2 RST_STREAM, {end.Error}");
        }

        var code = chain.OfType<HttpIOException>().FirstOrDefault()?.HttpRequestError
            ?? chain.OfType<HttpRequestException>().FirstOrDefault()?.HttpRequestError;
        return code switch
        {
            HttpRequestError.ResponseEnded => facts.Received is null
                ? new(FailureKind.Closed, "the peer closed before a response")
                : new(FailureKind.Truncated, "the body ended before its declared end"),
            HttpRequestError.InvalidResponse => new(FailureKind.InvalidResponse, "the answer is not HTTP"),
            HttpRequestError.ConfigurationLimitExceeded when facts.Received is null =>
                new(FailureKind.TooLarge, "the response's headers are longer than 64 KB"),
            HttpRequestError.HttpProtocolError => new(FailureKind.Reset, "HTTP/2 error"),
            _ => null,
        };
    }

    private static StageFailure? OfTransport(List<Exception> chain, Stage stage)
    {
        if (chain.OfType<SocketException>().FirstOrDefault() is { } socket)
        {
            return OfSocket(socket.SocketErrorCode);
        }

        return stage is Stage.Tunnel or Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer && chain.OfType<IOException>().Any()
            ? new(FailureKind.Closed, "the peer closed")
            : null;
    }
}
