using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace ProbeFleet.Probing.Failures;

/// <content>Failures of what runs after the break: plain sockets, streams and handshakes, and a preflight.</content>
internal static partial class FailureClassifier
{
    /// <summary>
    /// Whether an exception of a plain connection is an expected failure of the network, or its budget's end, and neither a bug nor the
    /// caller's cancellation.
    /// </summary>
    public static bool IsExpected(Exception exception, CancellationToken caller) => exception is OperationCanceledException
        ? !caller.IsCancellationRequested
        : exception is SocketException or IOException or AuthenticationException or CryptographicException or FormatException;

    /// <summary>Classifies an exception of a plain connection that had a budget.</summary>
    public static StageFailure OfConnection(Exception exception, TimeSpan budget) => exception is OperationCanceledException
        ? new(FailureKind.TimedOut, $"no answer within {budget.TotalSeconds:0.###} s")
        : OfConnection(exception);

    /// <summary>Classifies an exception of a plain connection, with the system's own word as detail.</summary>
    public static StageFailure OfConnection(Exception exception) => exception switch
    {
        _ when TlsAlerts.NumberIn(Chain(exception)) is { } alert => OfAlert(alert, certificateRequested: false),
        TargetRefusedException refused => new(FailureKind.TargetNotAllowed, refused.Message),
        SocketException socket => OfSocket(socket.SocketErrorCode),
        { InnerException: SocketException socket } => OfSocket(socket.SocketErrorCode),
        EndOfStreamException => Closed,
        IOException io when io.Message.Contains("EOF", StringComparison.Ordinal) => Closed,
        AuthenticationException tls when tls.Message.Contains("frame size", StringComparison.Ordinal) =>
            new(FailureKind.NotTls, "the peer does not speak TLS"),
        AuthenticationException tls when tls.Message.Contains("remote certificate", StringComparison.Ordinal) =>
            new(FailureKind.Certificate, tls.Message),
        AuthenticationException tls => new(FailureKind.TlsAlert, Chain(tls).Last().Message),
        FormatException format => new(FailureKind.InvalidResponse, format.Message),
        _ => new(FailureKind.Unclassified, exception.GetType().Name),
    };

    /// <summary>Classifies the exception of a plain call of <see cref="HttpClient"/>.</summary>
    public static StageFailure OfCall(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ProxyTunnelError => new(FailureKind.ProxyStatus, $"status {(int?)exception.StatusCode}"),
        HttpRequestError.NameResolutionError => new(FailureKind.HostNotFound, exception.HttpRequestError.ToString()),
        HttpRequestError.ResponseEnded => new(FailureKind.Closed, exception.HttpRequestError.ToString()),
        HttpRequestError.InvalidResponse => new(FailureKind.InvalidResponse, exception.HttpRequestError.ToString()),
        _ => OfConnection(exception.InnerException ?? exception),
    };

    private static StageFailure Closed => new(FailureKind.Closed, "the peer closed the connection");
}
