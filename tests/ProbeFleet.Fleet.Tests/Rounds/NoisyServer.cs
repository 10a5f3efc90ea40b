using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Fleet.Tests.Rounds;

/// <summary>Two servers on loopback that keep nothing of what comes: one answers always the same, the other never as it should.</summary>
internal sealed class NoisyServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Socket, int, Task> _serve;
    private readonly Task _accepting;
    private int _open;

    private NoisyServer(Func<Socket, int, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were served.</summary>
    public int Served { get; private set; }

    /// <summary>One healthy answer over http.</summary>
    public static NoisyServer Steady(byte[] answer) => new(async (socket, _) =>
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        await ReadHeadAsync(stream);
        await stream.WriteAsync(answer);
    });

    /// <summary>
    /// To each connection other bytes over https, and to each second another certificate: those of an API with some of them changed.
    /// </summary>
    public static NoisyServer Noisy(int seed, IReadOnlyList<byte[]> answers, IReadOnlyList<string> tokens)
    {
        var leaf = LabTrust.Trusted.IssueServer();
        var key = leaf.Leaf.GetECDsaPrivateKey()!;
        var encoded = leaf.Leaf.RawData;
        var certificates = new Mutator([encoded], ["269932996199Z", "\u0000", "localhost"]);
        var bytes = new Mutator(answers, tokens);
        return new(async (socket, number) =>
        {
            var random = new Random(unchecked((seed * 486_187_739) + number));
            await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            using var certificate = Changed(certificates.Make(random), key);
            var shown = number % 2 == 0 || certificate is null
                ? leaf.Context
                : SslStreamCertificateContext.Create(certificate, [LabTrust.Trusted.Intermediate], offline: true);
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = shown });
            await ReadHeadAsync(stream);
            await stream.WriteAsync(bytes.Make(random));
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (Volatile.Read(ref _open) > 0)
        {
            await Task.Yield();
        }

        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(_stopping.Token);
            Interlocked.Increment(ref _open);
            _ = ServeAsync(socket, Served++);
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        try
        {
            await _serve(socket, number);
        }
        catch (Exception error) when (error is IOException or SocketException or System.Security.Authentication.AuthenticationException
            or CryptographicException or InvalidOperationException)
        {
            // The client does not like what it is shown, or the certificate is one that nobody can show.
            socket.Dispose();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static X509Certificate2? Changed(byte[] encoded, ECDsa key)
    {
        try
        {
            using var loaded = X509CertificateLoader.LoadCertificate(encoded);
            return loaded.CopyWithPrivateKey(key);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task ReadHeadAsync(Stream stream)
    {
        var head = new byte[8192];
        for (var length = 0; length < head.Length && !head.AsSpan(0, length).EndsWith("\r\n\r\n"u8);)
        {
            var read = await stream.ReadAsync(head.AsMemory(length));
            if (read == 0)
            {
                return;
            }

            length += read;
        }
    }
}
