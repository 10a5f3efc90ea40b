using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace ProbeFleet.Functions;

/// <summary>
/// Lets timer runs end in order. A host may stop its worker without cancelling its invocations: what runs is then cancelled, and the
/// process stays until its results are kept or the host's patience ends.
/// </summary>
public sealed class OrderlyEnd : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _running = [];

    /// <summary>Runs something that ends when it is cancelled or when the process is told to go.</summary>
    /// <returns>False when it was cut short by either.</returns>
    public async Task<bool> RunAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        var running = run(ending.Token);
        _running[running] = true;
        try
        {
            await running;
            return true;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            _running.TryRemove(running, out _);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();

        // Whoever started a run is told how it ended.
        await Task.WhenAll(_running.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();
}
