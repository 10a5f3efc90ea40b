namespace ProbeFleet.Probing.Recording;

/// <summary>
/// Watches the raw connection below one TLS layer. Its first bytes tell a TLS alert from a peer that does not speak TLS; whether a read is
/// waiting tells a silent peer from a handshake that hangs in this process.
/// </summary>
internal sealed class TransportObserver : IStreamObserver
{
    private const int Kept = 16;
    private bool _hasClosed;

    /// <summary>The first bytes that the peer sent.</summary>
    public byte[] FirstBytes { get; private set; } = [];

    /// <summary>The number of bytes that the peer sent.</summary>
    public long Received { get; private set; }

    /// <summary>Whether a read is waiting for the peer.</summary>
    public bool AwaitsPeer { get; private set; }

    /// <summary>
    /// Whether TLS ended before the connection did: by an alert, which only the end that holds the keys can send. How long its record is
    /// tells nothing, since data can be as short.
    /// </summary>
    public bool EndedWithAlert { get; private set; }

    /// <summary>Called when the text inside TLS has come to its end.</summary>
    public void OnTextEnded() => EndedWithAlert |= !_hasClosed;

    public void OnReading() => AwaitsPeer = true;

    public void OnRead(ReadOnlySpan<byte> bytes)
    {
        AwaitsPeer = false;
        Received += bytes.Length;
        _hasClosed |= bytes.IsEmpty;
        if (FirstBytes.Length < Kept)
        {
            FirstBytes = [.. FirstBytes, .. bytes[..Math.Min(bytes.Length, Kept - FirstBytes.Length)]];
        }
    }
}
