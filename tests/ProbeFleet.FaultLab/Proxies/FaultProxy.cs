using System.Net;
using System.Net.Sockets;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FaultLab.Proxies;

/// <summary>
/// A forward proxy as a misbehaviour: <c>FaultServer.Start(FaultProxy.Refuse("403 Forbidden"))</c>; <c>server.Http("/")</c> is then the
/// proxy's URL. Every request's headers are recorded, so a test can prove that a credential for an https target never reached it.
/// </summary>
public static class FaultProxy
{
    /// <summary>Opens a real tunnel for CONNECT, and forwards plain http requests.</summary>
    public static Misbehaviour Working { get; } = static async (connection, stopping) =>
    {
        if (await connection.ReadRequestAsync(stopping) is { } request)
        {
            await (request.Method == "CONNECT" ? TunnelAsync(connection, request, stopping) : ForwardAsync(connection, request, stopping));
        }
    };

    /// <summary>FIN instead of an answer to the first request.</summary>
    public static Misbehaviour ClosesOnConnect { get; } = Misbehave.CloseBeforeHeaders;

    /// <summary>RST instead of an answer to the first request.</summary>
    public static Misbehaviour ResetsOnConnect { get; } = Misbehave.ResetBeforeHeaders;

    /// <summary>Never answers the first request.</summary>
    public static Misbehaviour SilentOnConnect { get; } = Misbehave.HeadersNever;

    /// <summary>A SOCKS5 proxy that refuses every target: reply 2, not allowed by ruleset (RFC 1928, section 6).</summary>
    public static Misbehaviour Socks5Refusal { get; } = static async (connection, stopping) =>
    {
        await GreetAsync(connection, stopping);
        await connection.ReadFirstByteAsync(stopping);
        await connection.Stream.WriteAsync(new byte[] { 5, 2, 0, 1, 0, 0, 0, 0, 0, 0 }, stopping);
        await connection.CloseAsync(stopping);
    };

    /// <summary>A SOCKS5 proxy that opens a real tunnel (RFC 1928): no authentication, CONNECT to a name or an address.</summary>
    public static Misbehaviour Socks5Working { get; } = static async (connection, stopping) =>
    {
        await GreetAsync(connection, stopping);
        using var upstream = await ConnectAsync(await ReadTargetAsync(connection, stopping), stopping);
        await connection.Stream.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, stopping);
        await PumpAsync(connection, upstream, stopping);
    };

    /// <summary>Answers every request, CONNECT or not, with an error page.</summary>
    /// <param name="status">For example <c>403 Forbidden</c> or <c>502 Bad Gateway</c>.</param>
    public static Misbehaviour Refuse(string status) =>
        Misbehave.Reply(status, "text/html", $"<html><head><title>{status}</title></head><body>Contoso web gateway</body></html>");

    /// <summary>Opens tunnels, and answers a CONNECT to one target with an error page.</summary>
    /// <param name="target">The target as a client names it, for example <c>api.openai.com:443</c>.</param>
    /// <param name="status">For example <c>403 Forbidden</c>.</param>
    public static Misbehaviour RefuseTarget(string target, string status) => async (connection, stopping) =>
    {
        if (await connection.ReadRequestAsync(stopping) is not { Method: "CONNECT" } request)
        {
            return;
        }

        if (request.Target != target)
        {
            await TunnelAsync(connection, request, stopping);
            return;
        }

        await connection.WriteAsync($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", stopping);
        await connection.CloseAsync(stopping);
    };

    /// <summary>407, and what it wants: Basic.</summary>
    public static Misbehaviour AuthenticationRequired { get; } = static async (connection, stopping) =>
    {
        await connection.ReadRequestAsync(stopping);
        await connection.WriteAsync(
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"Contoso web gateway\"\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n", stopping);
        await connection.CloseAsync(stopping);
    };

    /// <summary>Inspects TLS: accepts CONNECT, then shows a certificate of its own authority and answers by itself.</summary>
    /// <param name="certificate">For example one of <see cref="LabTrust.Inspection"/>.</param>
    /// <param name="inside">What it does inside TLS.</param>
    public static Misbehaviour Inspecting(LabCertificate certificate, Misbehaviour inside) => async (connection, stopping) =>
    {
        await connection.ReadRequestAsync(stopping);
        await EstablishAsync(connection, stopping);
        await inside.OverTls(certificate)(connection, stopping);
    };

    private static async Task GreetAsync(FaultConnection connection, CancellationToken stopping)
    {
        var greeting = await ReadAsync(connection, 2, stopping);
        await ReadAsync(connection, greeting[1], stopping);
        await connection.Stream.WriteAsync(new byte[] { 5, 0 }, stopping);
    }

    private static async Task<Uri> ReadTargetAsync(FaultConnection connection, CancellationToken stopping)
    {
        const byte address4 = 1, name = 3;
        var kind = (await ReadAsync(connection, 4, stopping))[3];
        var host = kind == name
            ? System.Text.Encoding.ASCII.GetString(await ReadAsync(connection, (await ReadAsync(connection, 1, stopping))[0], stopping))
            : new IPAddress(await ReadAsync(connection, kind == address4 ? 4 : 16, stopping)).ToString();
        var port = await ReadAsync(connection, 2, stopping);
        return new UriBuilder("tunnel", host, (port[0] << 8) | port[1]).Uri;
    }

    private static async Task<byte[]> ReadAsync(FaultConnection connection, int count, CancellationToken stopping)
    {
        var bytes = new byte[count];
        await connection.Stream.ReadExactlyAsync(bytes, stopping);
        return bytes;
    }

    private static Task EstablishAsync(FaultConnection connection, CancellationToken stopping) =>
        connection.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n", stopping);

    private static async Task TunnelAsync(FaultConnection connection, RecordedRequest request, CancellationToken stopping)
    {
        var target = new Uri($"tunnel://{request.Target}");
        using var upstream = await ConnectAsync(target, stopping);
        await EstablishAsync(connection, stopping);
        await PumpAsync(connection, upstream, stopping);
    }

    private static async Task ForwardAsync(FaultConnection connection, RecordedRequest request, CancellationToken stopping)
    {
        var target = new Uri(request.Target);
        using var upstream = await ConnectAsync(target, stopping);
        var headers = request.Headers.Where(header => !header.Key.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
        var head = string.Concat(headers.Select(header => $"{header.Key}: {header.Value}\r\n"));
        await using var stream = new NetworkStream(upstream);
        await stream.WriteAsync(
            System.Text.Encoding.UTF8.GetBytes($"{request.Method} {target.PathAndQuery} HTTP/1.1\r\n{head}\r\n{request.Body}"), stopping);
        await stream.CopyToAsync(connection.Stream, stopping);
        await connection.CloseAsync(stopping);
    }

    private static async Task<Socket> ConnectAsync(Uri target, CancellationToken stopping)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new DnsEndPoint(target.Host.Trim('[', ']'), target.Port), stopping);
        return socket;
    }

    // Each direction ends with the FIN of its sender, passed on; the tunnel ends when both have.
    private static async Task PumpAsync(FaultConnection connection, Socket upstream, CancellationToken stopping)
    {
        await using var stream = new NetworkStream(upstream);
        await Task.WhenAll(
            CopyAsync(connection.Stream, stream, upstream, stopping),
            CopyAsync(stream, connection.Stream, connection.Socket, stopping));
    }

    private static async Task CopyAsync(Stream from, Stream to, Socket toSocket, CancellationToken stopping)
    {
        await from.CopyToAsync(to, stopping);
        toSocket.Shutdown(SocketShutdown.Send);
    }
}
