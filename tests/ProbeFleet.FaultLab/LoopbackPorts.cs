using System.Net;
using System.Net.Sockets;

namespace ProbeFleet.FaultLab;

/// <summary>
/// A port for a server that cannot choose its own. It lies below the ports that the system gives to outgoing connections and to listeners
/// on port 0 (Linux: 32768 and up), so nobody takes it by chance between the choice and the server's start.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int Count = 20_000;

    // Begins anywhere, so that test processes that run at the same time ask for different ports.
    private static int _next = Random.Shared.Next(Count);

    /// <summary>Takes a port that is free for TCP and UDP; this process never gets it a second time.</summary>
    /// <param name="address">An address of this machine.</param>
    /// <exception cref="InvalidOperationException">None is free.</exception>
    public static int Take(IPAddress address)
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(address, port, SocketType.Stream, ProtocolType.Tcp) && IsFree(address, port, SocketType.Dgram, ProtocolType.Udp))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port of {address} from {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(IPAddress address, int port, SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(address.AddressFamily, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}

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
