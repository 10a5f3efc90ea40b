using ProbeFleet.Core.Model;
using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Connections;

/// <summary>Watches the plain text of the exchange: the request is written when the first read after it begins.</summary>
internal sealed class ExchangeObserver(StageRecorder recorder, AttemptFacts facts) : IStreamObserver
{
    private long _written;
    private bool _sent;

    public void OnWriting(ReadOnlySpan<byte> bytes) => _written += bytes.Length;

    public void OnReading()
    {
        if (!_sent && _written > 0)
        {
            _sent = true;
            facts.Send = new SendFacts { Bytes = _written };
            recorder.Advance(Stage.Send, Stage.Respond);
        }
    }

    public void OnRead(ReadOnlySpan<byte> bytes)
    {
    }
}
