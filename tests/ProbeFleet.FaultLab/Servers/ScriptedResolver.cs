using System.Net;
using System.Net.Sockets;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>
/// A UDP resolver for what a real server will not do on request: it answers every query with one RCODE, late, or not at all.
/// Over TCP it is closed.
/// </summary>
public sealed class ScriptedResolver : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly UdpClient _socket;
    private readonly Func<byte[], CancellationToken, Task<byte[]?>> _answer;
    private readonly Task _serving;
    private int _queries;

    private ScriptedResolver(IPEndPoint endpoint, Func<byte[], CancellationToken, Task<byte[]?>> answer)
    {
        _socket = new UdpClient(endpoint);
        _answer = answer;
        Endpoint = (IPEndPoint)_socket.Client.LocalEndPoint!;
        _serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>How many queries came.</summary>
    public int Queries => _queries;

    /// <summary>Answers with an RCODE (RFC 1035, section 4.1.1): 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED; 0 is an empty answer.</summary>
    /// <param name="endpoint">Where it listens; port 0 takes a free one.</param>
    /// <param name="code">The RCODE, 0 to 15.</param>
    public static ScriptedResolver Answering(IPEndPoint endpoint, byte code) =>
        new(endpoint, (query, _) => Task.FromResult<byte[]?>(WithCode(query, code)));

    /// <summary>Never answers.</summary>
    /// <param name="endpoint">Where it listens; port 0 takes a free one.</param>
    public static ScriptedResolver Silent(IPEndPoint endpoint) => new(endpoint, (_, _) => Task.FromResult<byte[]?>(null));

    /// <summary>Asks a real server, and passes its answer on late.</summary>
    /// <param name="endpoint">Where it listens; port 0 takes a free one.</param>
    /// <param name="upstream">The real server.</param>
    /// <param name="delay">How late.</param>
    public static ScriptedResolver Late(IPEndPoint endpoint, IPEndPoint upstream, TimeSpan delay) =>
        new(endpoint, async (query, stopping) =>
    {
        using var asking = new UdpClient(upstream.AddressFamily);
        await asking.SendAsync(query, upstream, stopping);
        var answer = await asking.ReceiveAsync(stopping);
        await Task.Delay(delay, TimeProvider.System, stopping);
        return answer.Buffer;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var query = await _socket.ReceiveAsync(_stopping.Token);
            Interlocked.Increment(ref _queries);
            _ = AnswerAsync(query);
        }
    }

    private async Task AnswerAsync(UdpReceiveResult query)
    {
        try
        {
            if (await _answer(query.Buffer, _stopping.Token) is { } answer)
            {
                await _socket.SendAsync(answer, query.RemoteEndPoint, _stopping.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Stopping, or the asker is gone.
        }
    }

    // The query itself, marked as a response: QR, RA and the RCODE; an OPT record of the query stays, as RFC 6891 wants.
    private static byte[] WithCode(byte[] query, byte code)
    {
        var answer = query.ToArray();
        answer[2] |= 0x80;
        answer[3] = (byte)(0x80 | code);
        return answer;
    }
}
