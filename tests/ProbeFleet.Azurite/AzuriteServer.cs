using System.Diagnostics;
using System.Net;
using ProbeFleet.FaultLab;

namespace ProbeFleet.Azurite;

/// <summary>One Azurite table server. It keeps its port and its rows when it is stopped and started again.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly string _executable;
    private readonly string _folder = Directory.CreateTempSubdirectory("probefleet-azurite-").FullName;
    private readonly IPAddress _address;
    private readonly int _port;
    private Process? _process;

    private AzuriteServer(string executable, IPAddress address) =>
        (_executable, _address, _port) = (executable, address, FreePort.Take(address));

    /// <summary>The public key of Azurite's one account.</summary>
    public static string AccountKey => "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The account's table endpoint.</summary>
    public Uri Endpoint => new($"http://{_address}:{_port}/{Account}");

    /// <summary>A connection string of the account.</summary>
    public string ConnectionString => $"AccountName={Account};AccountKey={AccountKey};TableEndpoint={Endpoint}";

    /// <summary>Starts a server with no tables on 127.0.0.1.</summary>
    /// <param name="executable">See <see cref="AzuriteInstallation.FindAsync"/>.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static Task<AzuriteServer> StartAsync(string executable, CancellationToken cancellationToken) =>
        StartAsync(executable, IPAddress.Loopback, cancellationToken);

    /// <summary>Starts a server with no tables.</summary>
    /// <param name="executable">See <see cref="AzuriteInstallation.FindAsync"/>.</param>
    /// <param name="address">An address of this machine, for example one that network namespaces reach.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<AzuriteServer> StartAsync(string executable, IPAddress address, CancellationToken cancellationToken)
    {
        var server = new AzuriteServer(executable, address);
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts the stopped server again, on its port and with its rows.</summary>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        string[] arguments =
            ["--silent", "--disableTelemetry", "--tableHost", $"{_address}", "--tablePort", $"{_port}", "--location", _folder];
        _process = Process.Start(new ProcessStartInfo(_executable, arguments) { RedirectStandardOutput = true })!;
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("successfully started", StringComparison.Ordinal))
            {
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException($"Azurite ended before it listened on port {_port}.");
    }

    /// <summary>Ends the server by SIGINT, the one signal on which it writes its rows to disk.</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false } process)
        {
            using var signal = Process.Start("kill", ["-INT", $"{process.Id}"]);
            using var deadline = new CancellationTokenSource(Deadline);
            await process.WaitForExitAsync(deadline.Token);
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>Ends the server and deletes its rows.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
