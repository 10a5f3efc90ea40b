using System.Globalization;
using System.Text;
using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Connections;

/// <summary>
/// Watches the hop to a proxy. .NET has no hook between CONNECT's response and the TLS handshake inside the tunnel, but the bytes show it:
/// when the first TLS record is written, the tunnel is open. For plain http, <see cref="Stand"/> says so.
/// </summary>
internal sealed class TunnelObserver(StageRecorder recorder, AttemptFacts facts, bool isSocks) : IStreamObserver
{
    private readonly SocksAnswers? _socks = isSocks ? new() : null;
    private const byte TlsHandshakeRecord = 0x16;
    private readonly StringBuilder _statusLine = new();
    private TransportObserver? _inside;

    /// <summary>Marks the tunnel as open: what follows is the route's own, and none of it is the proxy's answer.</summary>
    public void Stand()
    {
        _inside = new();
        facts.Transport = _inside;
    }

    public void OnWriting(ReadOnlySpan<byte> bytes)
    {
        if (_inside is not null)
        {
            return;
        }

        // A proxy that asks for credentials gets CONNECT twice: its last response counts.
        _statusLine.Clear();
        if (bytes is [TlsHandshakeRecord, 0x03, ..])
        {
            Stand();
            recorder.Advance(Stage.Tunnel, Stage.Secure);
        }
    }

    public void OnReading() => _inside?.OnReading();

    public void OnRead(ReadOnlySpan<byte> bytes)
    {
        if (_inside is { } inside)
        {
            inside.OnRead(bytes);
            return;
        }

        if (_socks is not null)
        {
            facts.Tunnel = _socks.Read(facts.Tunnel!, bytes);
            return;
        }

        if (_statusLine.Length < 12)
        {
            _statusLine.Append(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 12 - _statusLine.Length)]));
            ReadStatus();
        }
    }

    private void ReadStatus()
    {
        if (_statusLine.Length == 12
            && _statusLine.ToString() is var line
            && line.StartsWith("HTTP/1.", StringComparison.Ordinal)
            && int.TryParse(line.AsSpan(9), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            facts.Tunnel = facts.Tunnel! with { Status = status };
            _statusLine.Clear().Append(' ', 12);
        }
    }
}
