namespace ProbeFleet.Probing.Recording;

/// <summary>
/// What came on the raw connection below one TLS layer. Its first bytes tell a TLS alert from a peer that does not speak TLS;
/// whether a read waits tells a silent peer from a handshake that hangs in this process.
/// </summary>
internal sealed class TransportObserver : IStreamObserver
{
    private const int Kept = 16;

    /// <summary>The first bytes that the peer sent.</summary>
    public byte[] FirstBytes { get; private set; } = [];

    /// <summary>How many bytes the peer sent.</summary>
    public long Received { get; private set; }

    /// <summary>Whether something waits for the peer now.</summary>
    public bool AwaitsPeer { get; private set; }

    public void OnWriting(ReadOnlySpan<byte> bytes)
    {
    }

    public void OnReading() => AwaitsPeer = true;

    public void OnRead(ReadOnlySpan<byte> bytes)
    {
        AwaitsPeer = false;
        Received += bytes.Length;
        if (FirstBytes.Length < Kept)
        {
            FirstBytes = [.. FirstBytes, .. bytes[..Math.Min(bytes.Length, Kept - FirstBytes.Length)]];
        }
    }
}
