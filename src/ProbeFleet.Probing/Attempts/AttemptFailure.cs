using ProbeFleet.Probing.Failures;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Requests;
using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Probing.Attempts;

/// <summary>Turns the exception that ended an attempt into the failure of a stage.</summary>
internal sealed class AttemptFailure(AttemptState state)
{
    private readonly StageRecorder _recorder = state.Recorder;
    private readonly AttemptFacts _facts = state.Facts;

    public void Record(Exception error)
    {
        state.Thrown = error;
        _facts.Received?.Stream?.End();
        if (_recorder.HasFailed)
        {
            return;
        }

        if (error is RuntimeException unavailable)
        {
            _recorder.Fail(Stage.Configure, new(FailureKind.RuntimeNotAvailable, state.Sanitizer.Clean(unavailable.Message, 300)));
            return;
        }

        var stage = _recorder.Current;
        var failure = Failure(error, stage);
        NoteEnd(error, stage, failure.Kind);
        if (error is CredentialException { Status: { } status })
        {
            _facts.Credential = _facts.Credential! with { Status = status };
        }

        // TLS 1.3 sends this alert after the client's side of the handshake is done: it looks like a broken response.
        _recorder.Fail(failure.Kind is FailureKind.ClientCertificateRequired ? Stage.Secure : stage, failure);
    }

    /// <summary>Which alert was read, and who can have ended an agreed connection.</summary>
    private void NoteEnd(Exception error, Stage stage, FailureKind kind)
    {
        if (stage < Stage.Secure)
        {
            return;
        }

        if (TlsAlerts.NumberIn(FailureClassifier.Chain(error)) is { } alert)
        {
            _facts.Secure = (_facts.Secure ?? new()) with { Alert = alert };
        }

        if (_facts is { Secure.Protocol: not null, Transport: { } transport }
            && kind is FailureKind.Closed or FailureKind.Reset or FailureKind.Truncated)
        {
            _facts.Secure = _facts.Secure! with
            {
                EndedBy = transport.EndedWithAlert
                    ? ConnectionEnd.Alert
                    : kind is FailureKind.Reset ? ConnectionEnd.Reset : ConnectionEnd.Fin,
            };
        }
    }

    private StageFailure Failure(Exception error, Stage stage)
    {
        if (_recorder.CallerToken.IsCancellationRequested)
        {
            return new(FailureKind.Cancelled, "the caller cancelled the probe");
        }

        if (_recorder.Expired is not null)
        {
            return stage is Stage.Secure ? HandshakeTimedOut() : new(FailureKind.TimedOut, "the stage's budget ran out");
        }

        return error switch
        {
            CredentialException refused => new(refused.Kind, refused.Message),
            _ when stage is Stage.Configure => new(FailureKind.InvalidConfiguration, state.Sanitizer.Clean(error.Message, 200)),
            _ => Clean(FailureClassifier.Classify(error, stage, _facts)),
        };
    }

    /// <summary>
    /// The handshake waits for the peer, or hangs in this process: .NET fetches a missing issuer while it builds the chain.
    /// </summary>
    private StageFailure HandshakeTimedOut()
    {
        var transport = _facts.Transport;
        var hung = transport is { Received: > 0, AwaitsPeer: false };
        _facts.Secure = (_facts.Secure ?? new()) with { Received = transport?.Received, ChainHung = hung ? true : null };
        return new(FailureKind.TimedOut, hung
            ? "the stage's budget ran out: the certificate had come, and building its chain hung"
            : "the stage's budget ran out");
    }

    private StageFailure Clean(StageFailure failure) => failure with { Detail = state.Sanitizer.Clean(failure.Detail, 200) };
}
