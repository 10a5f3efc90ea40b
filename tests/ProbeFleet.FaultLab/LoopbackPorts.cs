using System.Net;
using System.Net.Sockets;

namespace ProbeFleet.FaultLab;

/// <summary>A loopback port that nothing listens on, held so that nothing else takes it: every connection is refused.</summary>
public sealed class ClosedPort : IDisposable
{
    private readonly Socket _holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Takes a free port of 127.0.0.1.</summary>
    public ClosedPort()
    {
        _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Number = ((IPEndPoint)_holder.LocalEndPoint!).Port;
    }

    /// <summary>The port.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    public void Dispose() => _holder.Dispose();
}

/// <summary>
/// A loopback port that drops every SYN, as a silent firewall does: it listens, its queue of one is full, and nobody accepts.
/// Linux then answers a SYN with nothing (net.ipv4.tcp_abort_on_overflow = 0, the default). Needs no root.
/// </summary>
public sealed class SilentPort : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queued = [];

    /// <summary>Takes a free port of 127.0.0.1.</summary>
    public SilentPort()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(backlog: 0);
        Number = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        FillQueue();
    }

    /// <summary>The port.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    // A backlog of n holds n + 1 connections; the first connect that does not finish at once on loopback is the one too many.
    private void FillQueue()
    {
        bool connected;
        do
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _queued.Add(socket);
            try
            {
                socket.Connect(IPAddress.Loopback, Number);
            }
            catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
            }

            connected = socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite);
        }
        while (connected);
    }
}
