namespace ProbeFleet.Probing.Recording;

/// <summary>
/// Watches the raw connection below one TLS layer. Its first bytes tell a TLS alert from a peer that does not speak TLS; whether a read is
/// waiting tells a silent peer from a handshake that hangs in this process.
/// </summary>
internal sealed class TransportObserver : IStreamObserver
{
    private const int Kept = 16;
    private const int HeaderLength = 5;
    private const byte AlertRecord = 0x15;
    private const byte DataRecord = 0x17;

    // TLS 1.3 hides an alert in a data record: two bytes, their type and the tag. No data of HTTP is that short.
    private const int HiddenAlertLength = 19;
    private readonly byte[] _header = new byte[HeaderLength];
    private int _headerBytes;
    private int _left;

    /// <summary>The first bytes that the peer sent.</summary>
    public byte[] FirstBytes { get; private set; } = [];

    /// <summary>The number of bytes that the peer sent.</summary>
    public long Received { get; private set; }

    /// <summary>Whether a read is waiting for the peer.</summary>
    public bool AwaitsPeer { get; private set; }

    /// <summary>Whether the last record was an alert, which only the end that holds the keys can send.</summary>
    public bool EndedWithAlert { get; private set; }

    public void OnWriting(ReadOnlySpan<byte> bytes)
    {
    }

    public void OnReading() => AwaitsPeer = true;

    public void OnRead(ReadOnlySpan<byte> bytes)
    {
        AwaitsPeer = false;
        Received += bytes.Length;
        FollowRecords(bytes);
        if (FirstBytes.Length < Kept)
        {
            FirstBytes = [.. FirstBytes, .. bytes[..Math.Min(bytes.Length, Kept - FirstBytes.Length)]];
        }
    }

    private void FollowRecords(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var body = Math.Min(_left, bytes.Length);
            _left -= body;
            bytes = bytes[body..];
            while (_left == 0 && !bytes.IsEmpty && _headerBytes < HeaderLength)
            {
                _header[_headerBytes++] = bytes[0];
                bytes = bytes[1..];
            }

            if (_headerBytes == HeaderLength)
            {
                _headerBytes = 0;
                _left = (_header[3] << 8) | _header[4];
                EndedWithAlert = _header[0] is AlertRecord || (_header[0] is DataRecord && _left is HiddenAlertLength);
            }
        }
    }
}
