using System.Net.Sockets;
using ProbeFleet.Probing.Failures;
using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Attempts;

/// <summary>Determines who ended a stream.</summary>
internal static class StreamEnding
{
    /// <summary>Who ended it: <paramref name="thrown"/> is null when its reader came to an end without an exception.</summary>
    public static StreamEnd Find(
        ReceivedResponse received, Exception? thrown, StageRecorder recorder, AttemptFacts facts) => received switch
        {
            { HasLastEvent: true } => StreamEnd.LastEvent,
            _ when recorder.CallerToken.IsCancellationRequested || received.BodyBytes > BodyStream.MaxBytes => StreamEnd.Probe,
            _ when recorder.Expired is not null => recorder.IsWholeSpent ? StreamEnd.Budget : StreamEnd.GapBudget,
            _ when thrown is not null && facts.Http2End is { } frame =>
                frame.Frame is Http2EndFrame.GoAway ? StreamEnd.GoAway : StreamEnd.ResetStream,
            // A reset that follows an alert is its echo: the peer closed before it had read everything.
            _ when thrown is not null && IsEndedByAlert(facts) => StreamEnd.TlsAlert,
            _ when thrown is not null && FailureClassifier.Chain(thrown).OfType<SocketException>().Any() => StreamEnd.Rst,
            { IsComplete: true } when thrown is null && DeclaresItsEnd(received, facts) => StreamEnd.BodyEnd,
            _ when facts.ReportedEnd is { } reported => reported,
            _ when IsEndedByAlert(facts) => StreamEnd.TlsAlert,
            _ => StreamEnd.Fin,
        };

    private static bool IsEndedByAlert(AttemptFacts facts) => facts is { Secure: not null, Transport.EndedWithAlert: true };

    private static bool DeclaresItsEnd(ReceivedResponse received, AttemptFacts facts) =>
        facts.Respond is { HttpVersion: not ("1.0" or "1.1") }
        || (received.Header("content-length") ?? received.Header("transfer-encoding")) is not null;
}
