using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace ProbeFleet.FaultLab.Faults;

/// <summary>Moments of a connection as the server saw them: the ground truth for a client's stage times.</summary>
public enum ServerMoment
{
    /// <summary>Accepted.</summary>
    Accepted,

    /// <summary>The server is ready for the client's hello.</summary>
    SecureStarted,

    /// <summary>TLS is done.</summary>
    Secured,

    /// <summary>The request has been read to its end.</summary>
    RequestRead,

    /// <summary>The response's headers are about to be written.</summary>
    HeadersSent,

    /// <summary>The last of the body is about to be written.</summary>
    BodySent,
}

/// <summary>What one connection received. Safe to read while the connection lives.</summary>
public sealed class RecordedConnection
{
    private const int MostBytes = 256 * 1024;
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentDictionary<ServerMoment, long> _moments = new();
    private readonly ArrayBufferWriter<byte> _received = new();

    /// <summary>The requests that could be read, in order.</summary>
    public IReadOnlyCollection<RecordedRequest> Requests => _requests;

    /// <summary>What ended the connection on the server's side: a client that gave up, a failed handshake; null when nothing did.</summary>
    public Exception? EndedBy { get; internal set; }

    /// <summary>How many bytes came, encrypted and decrypted ones together.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>The text of the first 256 KiB that came, in Latin-1: on the wire, and inside TLS when the server decrypted it.</summary>
    public string ReceivedText
    {
        get
        {
            lock (_received)
            {
                return Encoding.Latin1.GetString(_received.WrittenSpan);
            }
        }
    }

    /// <summary>The time between two moments; null when one of them did not come.</summary>
    /// <param name="from">The earlier moment.</param>
    /// <param name="to">The later moment.</param>
    public TimeSpan? Between(ServerMoment from, ServerMoment to) =>
        _moments.TryGetValue(from, out var start) && _moments.TryGetValue(to, out var end)
            ? TimeProvider.System.GetElapsedTime(start, end)
            : null;

    internal void Mark(ServerMoment moment, long timestamp) => _moments[moment] = timestamp;

    internal void Add(RecordedRequest request) => _requests.Enqueue(request);

    internal void Received(ReadOnlySpan<byte> bytes)
    {
        lock (_received)
        {
            ReceivedBytes += bytes.Length;
            _received.Write(bytes[..Math.Min(bytes.Length, MostBytes - _received.WrittenCount)]);
        }
    }
}
