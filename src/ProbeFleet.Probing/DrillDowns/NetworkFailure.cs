using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Probing.Attempts;

namespace ProbeFleet.Probing.DrillDowns;

/// <summary>The failure that an exception of a plain socket, stream or handshake stands for.</summary>
internal static class NetworkFailure
{
    /// <summary>Whether an exception is an expected failure of the network rather than a bug.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is SocketException or IOException or AuthenticationException or FormatException;

    /// <summary>The failure, with the system's own word as detail.</summary>
    public static StageFailure From(Exception exception) => exception switch
    {
        _ when Innermost(exception).Message.Contains("certificate required", StringComparison.OrdinalIgnoreCase) =>
            new(FailureKind.ClientCertificateRequired, "the server asks for a client certificate"),
        SocketException socket => FailureClassifier.OfSocket(socket.SocketErrorCode),
        { InnerException: SocketException socket } => FailureClassifier.OfSocket(socket.SocketErrorCode),
        EndOfStreamException => Closed,
        IOException io when io.Message.Contains("EOF", StringComparison.Ordinal) => Closed,
        AuthenticationException tls when tls.Message.Contains("frame size", StringComparison.Ordinal) =>
            new(FailureKind.NotTls, "the peer does not speak TLS"),
        AuthenticationException tls when tls.Message.Contains("remote certificate", StringComparison.Ordinal) =>
            new(FailureKind.Certificate, tls.Message),
        AuthenticationException tls => new(FailureKind.TlsAlert, Innermost(tls).Message),
        FormatException format => new(FailureKind.InvalidResponse, format.Message),
        _ => new(FailureKind.Unclassified, exception.GetType().Name),
    };

    /// <summary>The failure of a budget that was spent waiting.</summary>
    public static StageFailure TimedOut(TimeSpan budget) =>
        new(FailureKind.TimedOut, string.Create(CultureInfo.InvariantCulture, $"no answer within {budget.TotalSeconds:0.###} s"));

    private static StageFailure Closed => new(FailureKind.Closed, "the peer closed the connection");

    private static Exception Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;
}
