using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ProbeFleet.FaultLab.Faults;

/// <summary>A TCP server on a free loopback port that treats every connection as its misbehaviour says, and records what it got.</summary>
public sealed class FaultServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<RecordedConnection> _connections = new();
    private readonly ConcurrentDictionary<RecordedConnection, Task> _serving = new();
    private readonly Misbehaviour _misbehaviour;
    private readonly TcpListener _listener;
    private readonly int _mostConnections;
    private readonly Task _accepting;

    private FaultServer(Misbehaviour misbehaviour, IPAddress address, int port, int mostConnections)
    {
        _misbehaviour = misbehaviour;
        _mostConnections = mostConnections;
        _listener = new TcpListener(address, port);
        _listener.Start();
        Endpoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>The connections it accepted, in order.</summary>
    public IReadOnlyCollection<RecordedConnection> Connections => _connections;

    /// <summary>The requests that could be read, over all connections.</summary>
    public IEnumerable<RecordedRequest> Requests => _connections.SelectMany(connection => connection.Requests);

    /// <summary>Starts on a free port of 127.0.0.1.</summary>
    /// <param name="misbehaviour">What happens to each connection.</param>
    public static FaultServer Start(Misbehaviour misbehaviour) => new(misbehaviour, IPAddress.Loopback, port: 0, int.MaxValue);

    /// <summary>Starts on a given address and port.</summary>
    /// <param name="misbehaviour">What happens to each connection.</param>
    /// <param name="address">For example <see cref="IPAddress.IPv6Loopback"/>, or <see cref="IPAddress.Any"/> inside a namespace.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    public static FaultServer StartOn(Misbehaviour misbehaviour, IPAddress address, int port) =>
        new(misbehaviour, address, port, int.MaxValue);

    /// <summary>Accepts some connections, then stops listening: the next one is refused.</summary>
    /// <param name="connections">How many are accepted; at least 1.</param>
    /// <param name="misbehaviour">What happens to each of them.</param>
    public static FaultServer RefuseAfter(int connections, Misbehaviour misbehaviour) =>
        new(misbehaviour, IPAddress.Loopback, port: 0, connections);

    /// <summary>A URL of this server.</summary>
    /// <param name="path">Begins with a slash.</param>
    /// <param name="host">A name for 127.0.0.1, or an address.</param>
    public Uri Http(string path = "/v1", string host = "localhost") => new($"http://{host}:{Endpoint.Port}{path}");

    /// <inheritdoc cref="Http"/>
    public Uri Https(string path = "/v1", string host = "localhost") => new($"https://{host}:{Endpoint.Port}{path}");

    /// <summary>Whether a text came on any connection, encrypted for this server or not: proves that a secret never arrived.</summary>
    /// <param name="text">The text, ASCII.</param>
    public bool Received(string text) =>
        _connections.Any(connection => connection.ReceivedText.Contains(text, StringComparison.Ordinal));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_serving.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (_connections.Count < _mostConnections)
        {
            var socket = await _listener.AcceptSocketAsync(_stopping.Token);
            socket.NoDelay = true;
            var record = new RecordedConnection();
            _connections.Enqueue(record);
            if (_connections.Count == _mostConnections)
            {
                // Before the last client is served: its next connection must not find the listener.
                _listener.Stop();
            }

            _serving[record] = ServeAsync(new FaultConnection(socket, record, TimeProvider.System));
        }
    }

    private async Task ServeAsync(FaultConnection connection)
    {
        using (connection)
        {
            try
            {
                await _misbehaviour(connection, _stopping.Token);
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException
                or OperationCanceledException or AuthenticationException)
            {
                // The client gave up, as clients of a faulty server do.
                connection.Record.EndedBy = error;
            }
        }
    }
}
