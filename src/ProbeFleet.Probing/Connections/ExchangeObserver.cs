using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Connections;

/// <summary>Watches the plain text of the exchange: the request is complete when the first read after it begins.</summary>
internal sealed class ExchangeObserver(StageRecorder recorder, AttemptFacts facts) : IStreamObserver
{
    private long _written;
    private bool _isReading;
    private bool _sent;

    public void OnWriting(ReadOnlySpan<byte> bytes)
    {
        _written += bytes.Length;
        if (_isReading)
        {
            // A connection requested for HTTP/2 that fell back to HTTP/1.1 is read from before the request is written.
            Sent();
        }
    }

    public void OnReading()
    {
        _isReading = true;
        if (_written > 0)
        {
            Sent();
        }
    }

    public void OnRead(ReadOnlySpan<byte> bytes)
    {
        _isReading = false;
        if (bytes.IsEmpty)
        {
            facts.Transport?.OnTextEnded();
        }
    }

    private void Sent()
    {
        if (!_sent)
        {
            _sent = true;
            recorder.Advance(Stage.Send, Stage.Respond);
        }

        // What is written after the answer's headers is another request on the same connection.
        if (facts.Received is null)
        {
            facts.Send = new SendFacts { Bytes = _written };
        }
    }
}
