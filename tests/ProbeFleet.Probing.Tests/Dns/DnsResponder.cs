using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ProbeFleet.Probing.Tests.Dns;

/// <summary>A DNS server on loopback whose answers a test writes byte by byte.</summary>
internal sealed class DnsResponder : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TcpListener? _tcp;
    private readonly List<Task> _serving = [];
    private int _udpQueries;

    /// <param name="udp">From the query and how many came before to the datagrams to send.</param>
    /// <param name="tcp">From the query to the answer; null: no TCP.</param>
    public DnsResponder(Func<byte[], int, byte[][]> udp, Func<byte[], byte[]>? tcp = null)
    {
        // Free for TCP too, whether this server speaks it or refuses it.
        Endpoint = new IPEndPoint(IPAddress.Loopback, FreePort.Take(IPAddress.Loopback));
        _udp.Bind(Endpoint);
        _serving.Add(ServeUdpAsync(udp));
        if (tcp is not null)
        {
            _tcp = new TcpListener(Endpoint);
            _tcp.Start();
            _serving.Add(ServeTcpAsync(tcp));
        }
    }

    public IPEndPoint Endpoint { get; }

    public int UdpQueries => Volatile.Read(ref _udpQueries);

    /// <summary>The query as a response without records.</summary>
    public static byte[] Respond(byte[] query, byte rcode, bool truncated = false)
    {
        var end = query.AsSpan(12).IndexOf((byte)0) + 12 + 5;
        byte[] response = [.. query[..end]];
        response[2] = (byte)(0x81 | (truncated ? 2 : 0));
        response[3] = (byte)(0x80 | rcode);
        response[11] = 0;
        return response;
    }

    /// <summary>The query answered with one A record.</summary>
    public static byte[] RespondWithAddress(byte[] query, byte lastOctet)
    {
        var response = Respond(query, 0);
        response[7] = 1;
        return [.. response, 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, lastOctet];
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _udp.Dispose();
        _tcp?.Dispose();
        await Task.WhenAll(_serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task ServeUdpAsync(Func<byte[], int, byte[][]> answer)
    {
        var buffer = new byte[2048];
        while (true)
        {
            var received = await _udp.ReceiveFromAsync(buffer, Endpoint, _stopping.Token);
            var before = Interlocked.Increment(ref _udpQueries) - 1;
            foreach (var datagram in answer(buffer[..received.ReceivedBytes], before))
            {
                await _udp.SendToAsync(datagram, received.RemoteEndPoint, _stopping.Token);
            }
        }
    }

    private async Task ServeTcpAsync(Func<byte[], byte[]> answer)
    {
        while (true)
        {
            using var client = await _tcp!.AcceptTcpClientAsync(_stopping.Token);
            var stream = client.GetStream();
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, _stopping.Token);
            var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(query, _stopping.Token);
            var response = answer(query);
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)response.Length);
            await stream.WriteAsync((byte[])[.. length, .. response], _stopping.Token);
        }
    }
}
