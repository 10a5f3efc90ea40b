using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ProbeFleet.Probing.Tests.Dns;

/// <summary>A real dnsmasq on a free loopback port.</summary>
internal sealed class Dnsmasq : IAsyncDisposable
{
    private const string Executable = "/usr/sbin/dnsmasq";

    private readonly Process _process;

    private Dnsmasq(Process process, IPEndPoint endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    public IPEndPoint Endpoint { get; }

    /// <summary>Starts one; skips the test when it is not installed.</summary>
    public static async Task<Dnsmasq> StartAsync(string[] options, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(File.Exists(Executable), "dnsmasq is not installed: apt-get install dnsmasq-base");
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var endpoint = (IPEndPoint)reserved.LocalEndPoint!;
        reserved.Close();
        var process = Process.Start(new ProcessStartInfo(Executable,
        [
            "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--bind-interfaces", "--log-facility=-", "--pid-file=",
            "--user=", "--listen-address=127.0.0.1", $"--port={endpoint.Port}", .. options,
        ])
        { RedirectStandardError = true })!;
        var started = new TaskCompletionSource();
        process.ErrorDataReceived += (_, line) => _ = line.Data switch
        {
            null => started.TrySetException(new InvalidOperationException("dnsmasq ended at once.")),
            var text when text.Contains("started", StringComparison.Ordinal) => started.TrySetResult(),
            _ => false,
        };
        process.BeginErrorReadLine();
        await started.Task.WaitAsync(cancellationToken);
        return new Dnsmasq(process, endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
