using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>
/// A real server in a process of its own, on a free loopback port, with its files in a folder of its own; stopped when disposed.
/// </summary>
public sealed partial class LabProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan StartBudget = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private LabProcess(Process process, LabFolder folder, IPEndPoint endpoint)
    {
        _process = process;
        Folder = folder;
        Endpoint = endpoint;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Its configuration and logs.</summary>
    public LabFolder Folder { get; }

    /// <summary>What it wrote to its standard streams.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>A URL of this server by name.</summary>
    /// <param name="scheme"><c>http</c> or <c>https</c>.</param>
    /// <param name="path">Begins with a slash.</param>
    public Uri Url(string scheme, string path = "/v1") => new($"{scheme}://localhost:{Endpoint.Port}{path}");

    /// <summary>Starts a server on 127.0.0.1 and waits until it accepts connections.</summary>
    /// <param name="program">The program's name or path.</param>
    /// <param name="arguments">Its arguments, made from its folder and its port.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartAsync(
        string program, Func<LabFolder, int, IReadOnlyList<string>> arguments, CancellationToken cancellationToken) =>
        StartOnAsync(program, new(IPAddress.Loopback, FreePort.Take(IPAddress.Loopback)), arguments, isReady: null, cancellationToken);

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="program">The program's name or path.</param>
    /// <param name="endpoint">Where it will listen.</param>
    /// <param name="arguments">Its arguments, made from its folder and its port.</param>
    /// <param name="isReady">Tells whether it is ready; null: it accepts TCP connections.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in 2 minutes; the message has what it wrote.</exception>
    public static async Task<LabProcess> StartOnAsync(
        string program, IPEndPoint endpoint, Func<LabFolder, int, IReadOnlyList<string>> arguments,
        Func<LabProcess, CancellationToken, Task<bool>>? isReady, CancellationToken cancellationToken)
    {
        var folder = LabFolder.Create(Path.GetFileName(program));
        var start = new ProcessStartInfo(LabRequirements.PathOf(program) ?? program, arguments(folder, endpoint.Port))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder.Path,
        };
        var process = Process.Start(start)!;
        var server = new LabProcess(process, folder, endpoint);
        server.Listen();
        try
        {
            await server.WaitUntilReadyAsync(isReady ?? AcceptsAsync, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Asked first: squid removes its shared memory only when it ends by itself.
        await StopAsync();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Folder.Dispose();
    }

    private async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, Terminate);
            using var patience = new CancellationTokenSource(StopBudget, TimeProvider.System);
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task WaitUntilReadyAsync(Func<LabProcess, CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (!await isReady(this, cancellationToken))
        {
            if (_process.HasExited || clock.GetElapsedTime(started) > StartBudget)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} did not start: {string.Join('\n', _output)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, cancellationToken);
        }
    }

    private static async Task<bool> AcceptsAsync(LabProcess server, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server.Endpoint, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
