using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace ProbeFleet.FaultLab.Faults;

/// <summary>A connection that the server accepted, with the few moves that faults are made of.</summary>
public sealed class FaultConnection : IDisposable
{
    private readonly RecordingStream _wire;
    private SslStream? _secure;

    internal FaultConnection(Socket socket, RecordedConnection record, TimeProvider clock)
    {
        Socket = socket;
        Record = record;
        Clock = clock;
        _wire = new RecordingStream(new NetworkStream(socket, ownsSocket: false), record);
        Stream = _wire;
        Mark(ServerMoment.Accepted);
    }

    /// <summary>The socket itself.</summary>
    public Socket Socket { get; }

    /// <summary>The plain or, after <see cref="SecureAsync"/>, the encrypted stream. What is read from it is recorded.</summary>
    public Stream Stream { get; private set; }

    /// <summary>What this connection received, and when.</summary>
    public RecordedConnection Record { get; }

    /// <summary>The server's clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Notes the time of a moment.</summary>
    /// <param name="moment">The moment that is now.</param>
    public void Mark(ServerMoment moment) => Record.Mark(moment, Clock.GetTimestamp());

    /// <summary>Waits, never less than asked for: a timer may fire a little early, and this is somebody's ground truth.</summary>
    public async Task DelayAsync(TimeSpan delay, CancellationToken stopping)
    {
        var started = Clock.GetTimestamp();
        while (delay - Clock.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            await Task.Delay(left, Clock, stopping);
        }
    }

    /// <summary>Reads one byte: the client has begun to speak.</summary>
    public async Task ReadFirstByteAsync(CancellationToken stopping) => await Stream.ReadExactlyAsync(new byte[1], stopping);

    /// <summary>Reads one TLS record: the client's hello.</summary>
    public async Task ReadHelloAsync(CancellationToken stopping)
    {
        var header = new byte[5];
        await Stream.ReadExactlyAsync(header, stopping);
        await Stream.ReadExactlyAsync(new byte[(header[3] << 8) | header[4]], stopping);
    }

    /// <summary>Does the TLS handshake; <see cref="Stream"/> is encrypted from then on.</summary>
    public async Task SecureAsync(SslServerAuthenticationOptions options, CancellationToken stopping)
    {
        Mark(ServerMoment.SecureStarted);
        var secure = new SslStream(Stream, leaveInnerStreamOpen: true);
        _secure = secure;
        Stream = new RecordingStream(secure, Record);
        await secure.AuthenticateAsServerAsync(options, stopping);
        Mark(ServerMoment.Secured);
    }

    /// <summary>Reads one HTTP/1.1 request with its body and records it; null when the client closed first.</summary>
    public async Task<RecordedRequest?> ReadRequestAsync(CancellationToken stopping)
    {
        var request = await RequestReader.ReadAsync(Stream, stopping);
        if (request is not null)
        {
            Record.Add(request);
            Mark(ServerMoment.RequestRead);
        }

        return request;
    }

    /// <summary>Writes text as it is, UTF-8.</summary>
    public async Task WriteAsync(string text, CancellationToken stopping)
    {
        await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), stopping);
        await Stream.FlushAsync(stopping);
    }

    /// <summary>Says inside TLS that nothing more comes (<c>close_notify</c>).</summary>
    public Task SayCloseAsync() => _secure!.ShutdownAsync();

    /// <summary>Closes with RST: zero linger throws away what is unsent and unread.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Socket.Close();
    }

    /// <summary>Closes with FIN, and reads on until the client closes too: unread bytes at close would turn the FIN into a RST.</summary>
    public async Task CloseAsync(CancellationToken stopping)
    {
        Socket.Shutdown(SocketShutdown.Send);
        await HoldAsync(stopping);
    }

    /// <summary>Says nothing and reads on until the client closes or the server stops.</summary>
    public async Task HoldAsync(CancellationToken stopping) => await _wire.CopyToAsync(Stream.Null, stopping);

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        _wire.Dispose();
        Socket.Dispose();
    }
}
