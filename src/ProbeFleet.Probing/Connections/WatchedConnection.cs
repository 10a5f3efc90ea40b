using System.Buffers.Binary;
using System.Net.Sockets;

namespace ProbeFleet.Probing.Connections;

/// <summary>A TCP connection that records how many bytes passed and how it ended, whatever its reader makes of that.</summary>
internal sealed class WatchedConnection(Socket socket, TimeProvider clock) : NetworkStream(socket, ownsSocket: true)
{
    private const int TlsHeader = 5;
    private const byte TlsAlert = 0x15, TlsData = 0x17;

    // An encrypted alert: two bytes, their type and a tag of 16, and 8 more in TLS 1.2.
    private const int LongestAlert = 26;

    // Of Linux's struct tcp_info: the keep-alives without an answer, and the milliseconds since the last acknowledgement.
    private const int TcpProtocol = 6, TcpInfo = 11, Probes = 3, LastAcknowledged = 56, TcpInfoBytes = 60;

    // More than are sent while anybody waits: without an answer the system would end the connection after so many.
    private const int MostQuestions = 127;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _asked;

    public long Received { get; private set; }

    public long Sent { get; private set; }

    /// <summary>How the other end closed the connection; null while it has not, or nobody looked.</summary>
    public IdleSign? Ending { get; private set; }

    /// <summary>Completes when either end has closed the connection.</summary>
    public Task Ended => _ended.Task;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Received += count;
            if (count == 0 && !buffer.IsEmpty)
            {
                End(IdleSign.Closed);
            }

            return count;
        }
        catch (IOException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            End(IdleSign.Reset);
            throw;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            Sent += buffer.Length;
        }
        catch (IOException error) when (error.InnerException is SocketException
        {
            SocketErrorCode: SocketError.ConnectionReset
            or SocketError.Shutdown
        })
        {
            End(IdleSign.Reset);
            throw;
        }
    }

    /// <summary>
    /// Waits, while nobody reads, for the other end to end the connection. A peer that has nothing to answer sends nothing else, but for
    /// TLS's own words, which are no end.
    /// </summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var pending = new byte[TlsHeader + LongestAlert];
            var count = await Socket.ReceiveAsync(pending, SocketFlags.Peek, cancellationToken).ConfigureAwait(false);
            if (IsGoodbye(pending.AsSpan(0, count)))
            {
                End(IdleSign.Closed);
            }
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset)
        {
            End(IdleSign.Reset);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Nothing more is learned here: the wait is over, or this end has closed.
        }
    }

    /// <summary>Asks the other end's TCP for a sign of life, which it gives whatever its program does.</summary>
    public void AskPeer()
    {
        try
        {
            var began = clock.GetTimestamp();
            Socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, MostQuestions);
            // In this order: the first question goes out at once, since the connection has been idle for longer than the time.
            Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
            Socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 1);
            _asked = began;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // There is nobody to ask any more.
        }
    }

    /// <summary>Asks no more: the questions would keep an idle connection open, and end one whose other end is gone.</summary>
    public void StopAsking()
    {
        try
        {
            Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, false);
            _asked = 0;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The connection is gone, and its questions with it.
        }
    }

    /// <summary>Whether the other end has given that sign; null where nothing was asked, or the system does not tell.</summary>
    public bool? HasPeerAnswered()
    {
        try
        {
            Span<byte> info = stackalloc byte[TcpInfoBytes];
            if (_asked == 0 || !OperatingSystem.IsLinux() || Socket.GetRawSocketOption(TcpProtocol, TcpInfo, info) < TcpInfoBytes)
            {
                return null;
            }

            var since = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(info[LastAcknowledged..]));
            return since <= clock.GetElapsedTime(_asked) ? true : info[Probes] > 0 ? false : null;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _ended.TrySetResult();
    }

    /// <summary>Whether the bytes are the stream's end, a TLS alert, or a response to no request (408), which means the same.</summary>
    private static bool IsGoodbye(ReadOnlySpan<byte> pending) => pending switch
    {
        [] or [TlsAlert, ..] or [(byte)'H', ..] => true,
        [TlsData, _, _, 0, <= LongestAlert, ..] => true,
        _ => false,
    };

    private void End(IdleSign sign)
    {
        Ending ??= sign;
        _ended.TrySetResult();
    }
}
