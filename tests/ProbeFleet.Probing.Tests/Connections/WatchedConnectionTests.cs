using System.Net;
using System.Net.Sockets;
using ProbeFleet.Probing.Connections;

namespace ProbeFleet.Probing.Tests.Connections;

/// <summary>The questions to a silent peer: they would keep an idle connection open, so they end with the silence.</summary>
public sealed class WatchedConnectionTests
{
    [Fact]
    public async Task QuestionsToTheOtherEnd_EndWhenTheyAreTakenBack()
    {
        var stop = TestContext.Current.CancellationToken;
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndPoint!, stop);
        await using var connection = new WatchedConnection(socket, TimeProvider.System);

        connection.AskPeer();
        var (asks, most) = (Asks(socket), socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount));
        connection.StopAsking();

        // After 9, the default, the system would end a connection that was silent for 10 s only.
        Assert.Equal((true, 127), (asks, (int)most!));
        Assert.False(Asks(socket));
        Assert.Null(connection.HasPeerAnswered());
    }

    private static bool Asks(Socket socket) => (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)! != 0;
}
