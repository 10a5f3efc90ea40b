using System.Diagnostics;
using System.Net;
using ProbeFleet.FaultLab;

namespace ProbeFleet.Azurite;

/// <summary>A process of Azurite's table server on one port, with its rows in a folder of its own.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    private const int Accounts = 500;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly string _executable;
    private readonly string _folder = Directory.CreateTempSubdirectory("probefleet-azurite-").FullName;
    private readonly IPAddress _address;
    private readonly int _port;
    private Process? _process;
    private int _taken;

    internal AzuriteProcess(string executable, IPAddress address) =>
        (_executable, _address, _port) = (executable, address, FreePort.Take(address));

    internal static string AccountKey => "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    internal Uri Address => new($"http://{_address}:{_port}/");

    internal bool IsLocal => _address.Equals(IPAddress.Loopback);

    internal bool IsAlive => _process is { HasExited: false };

    internal bool HasAccounts => _taken < Accounts;

    internal string TakeAccount() => Account(++_taken);

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        string[] arguments =
            ["--silent", "--disableTelemetry", "--tableHost", $"{_address}", "--tablePort", $"{_port}", "--location", _folder];
        var start = new ProcessStartInfo(_executable, arguments) { RedirectStandardOutput = true };
        start.Environment["AZURITE_ACCOUNTS"] =
            string.Join(';', Enumerable.Range(1, Accounts).Select(number => $"{Account(number)}:{AccountKey}"));
        _process = Process.Start(start)!;
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

    internal async Task StopAsync()
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

    internal void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit(Deadline);
        Directory.Delete(_folder, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Account(int number) => $"devstoreaccount{number}";
}
