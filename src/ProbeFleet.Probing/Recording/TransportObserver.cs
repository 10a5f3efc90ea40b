namespace ProbeFleet.Probing.Recording;

/// <summary>
/// What came on the raw connection below one TLS layer. Its first bytes tell a TLS alert from a peer that does not speak TLS;
/// whether a read waits tells a silent peer from a handshake that hangs in this process.
/// </summary>
internal sealed class TransportObserver : IStreamObserver
{
    private const int Kept = 16;
    private const int HeadLength = 5;
    private const byte AlertRecord = 0x15;
    private const byte ApplicationRecord = 0x17;

    // TLS 1.3 writes an alert as application data: two bytes, the inner type, and the tag.
    private const int EncryptedAlertLength = 19;

    private readonly byte[] _head = new byte[HeadLength];
    private int _headFilled;
    private int _leftOfRecord;

    /// <summary>The first bytes that the peer sent.</summary>
    public byte[] FirstBytes { get; private set; } = [];

    /// <summary>How many bytes the peer sent.</summary>
    public long Received { get; private set; }

    /// <summary>Whether something waits for the peer now.</summary>
    public bool AwaitsPeer { get; private set; }

    /// <summary>Whether the last TLS record that began to come is an alert: how whoever ends TLS says that it closes.</summary>
    public bool EndsWithAlert => _headFilled == HeadLength
        && (_head[0] is AlertRecord || (_head[0] is ApplicationRecord && ((_head[3] << 8) | _head[4]) is EncryptedAlertLength));

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

        FollowRecords(bytes);
    }

    private void FollowRecords(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_leftOfRecord > 0)
            {
                var taken = Math.Min(_leftOfRecord, bytes.Length);
                _leftOfRecord -= taken;
                bytes = bytes[taken..];
                continue;
            }

            _headFilled = _headFilled == HeadLength ? 0 : _headFilled;
            var filled = Math.Min(HeadLength - _headFilled, bytes.Length);
            bytes[..filled].CopyTo(_head.AsSpan(_headFilled));
            _headFilled += filled;
            bytes = bytes[filled..];
            _leftOfRecord = _headFilled == HeadLength ? (_head[3] << 8) | _head[4] : 0;
        }
    }
}
