using System.Net;
using Azure;
using Azure.Data.Tables;

namespace ProbeFleet.Azurite;

/// <summary>
/// One account of an Azurite table server, with no tables at first, of a server that nobody else uses. The server keeps its port and its rows
/// when it is stopped and started again. One that was never stopped serves the next who asks, with another account: a start of Node.js costs
/// more processor time than most tests.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly Stack<AzuriteProcess> Idle = new();

    private readonly AzuriteProcess _process;
    private readonly string _account;
    private bool _wasStopped;
    private bool _isDisposed;

    static AzuriteServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndIdle();

    private AzuriteServer(AzuriteProcess process) => (_process, _account) = (process, process.TakeAccount());

    /// <summary>The public key of Azurite's accounts.</summary>
    public static string AccountKey => AzuriteProcess.AccountKey;

    /// <summary>The account's table endpoint.</summary>
    public Uri Endpoint => new(_process.Address, _account);

    /// <summary>A connection string of the account.</summary>
    public string ConnectionString => $"AccountName={_account};AccountKey={AccountKey};TableEndpoint={Endpoint}";

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
        if (address.Equals(IPAddress.Loopback) && TakeIdle() is { } idle)
        {
            return new(idle);
        }

        var started = new AzuriteProcess(executable, address);
        try
        {
            await started.StartAsync(cancellationToken);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }

        return new(started);
    }

    /// <summary>Starts the stopped server again, on its port and with its rows.</summary>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _process.StartAsync(cancellationToken);

    /// <summary>Ends the server by SIGINT, the one signal on which it writes its rows to disk.</summary>
    public Task StopAsync()
    {
        _wasStopped = true;
        return _process.StopAsync();
    }

    /// <summary>Deletes the account's rows, and ends the server where it serves nobody after this.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        if (!_wasStopped && _process.HasAccounts && _process.IsLocal && await IsEmptiedAsync())
        {
            lock (Idle)
            {
                Idle.Push(_process);
            }
        }
        else
        {
            await _process.DisposeAsync();
        }
    }

    // Azurite writes all that it holds to disk every few seconds: who comes next pays for what is left.
    private async Task<bool> IsEmptiedAsync()
    {
        try
        {
            var tables = new TableServiceClient(ConnectionString);
            await foreach (var table in tables.QueryAsync())
            {
                await tables.DeleteTableAsync(table.Name);
            }

            return true;
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException)
        {
            // It no longer answers as it should, so that it serves nobody else.
            return false;
        }
    }

    private static AzuriteProcess? TakeIdle()
    {
        lock (Idle)
        {
            while (Idle.TryPop(out var process))
            {
                if (process.IsAlive)
                {
                    return process;
                }

                process.Kill();
            }

            return null;
        }
    }

    private static void EndIdle()
    {
        while (TakeIdle() is { } process)
        {
            process.Kill();
        }
    }
}
