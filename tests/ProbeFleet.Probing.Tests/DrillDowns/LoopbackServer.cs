using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ProbeFleet.Probing.Tests.DrillDowns;

/// <summary>A TCP server on loopback that does one thing with each connection.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Socket, Stream, CancellationToken, Task> _handle;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    public LoopbackServer(Func<Socket, Stream, CancellationToken, Task> handle)
    {
        _handle = handle;
        _listener.Start();
        Endpoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    public IPEndPoint Endpoint { get; }

    public int Port => Endpoint.Port;

    /// <summary>The connections so far; each ends when its handler does.</summary>
    public IReadOnlyList<Task> Connections
    {
        get
        {
            lock (_connections)
            {
                return [.. _connections];
            }
        }
    }

    /// <summary>Reads the request's head and writes a text.</summary>
    public static LoopbackServer Answering(string text, Action<string>? see = null) => new(async (_, stream, stop) =>
    {
        var head = await ReadHeadAsync(stream, stop);
        see?.Invoke(head);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop);
    });

    /// <summary>Reads until the peer closes, and says nothing.</summary>
    public static LoopbackServer Silent() => new((_, stream, stop) => stream.CopyToAsync(Stream.Null, stop));

    /// <summary>Resets each connection after its first byte.</summary>
    public static LoopbackServer Resetting() => new(async (socket, stream, stop) =>
    {
        await stream.ReadExactlyAsync(new byte[1], stop);
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    });

    /// <summary>Speaks TLS and then reads until the peer closes.</summary>
    public static LoopbackServer Secure(X509Certificate2 certificate, bool clientCertificate = false) =>
        new((_, stream, stop) => SecureAsync(stream, certificate, clientCertificate, stop));

    public static async Task SecureAsync(Stream stream, X509Certificate2 certificate, bool clientCertificate, CancellationToken stop)
    {
        await using var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = clientCertificate }, stop);
        await secure.CopyToAsync(Stream.Null, stop);
    }

    public static async Task<string> ReadHeadAsync(Stream stream, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, stop) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(Connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(_stopping.Token);
            lock (_connections)
            {
                _connections.Add(ServeAsync(socket));
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await _handle(socket, stream, _stopping.Token);
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            return;
        }
    }
}
