namespace ProbeFleet.FleetLab;

/// <summary>
/// A part of a vantage's path that is broken and can be mended while the vantage runs: its resolver or its proxy, at one address.
/// </summary>
public sealed class PathFault : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task<IAsyncDisposable>> _startWhole;
    private readonly Func<CancellationToken, Task<IAsyncDisposable>> _startBroken;
    private IAsyncDisposable? _running;

    private PathFault(Func<CancellationToken, Task<IAsyncDisposable>> startWhole, Func<CancellationToken,
        Task<IAsyncDisposable>> startBroken) =>
        (_startWhole, _startBroken) = (startWhole, startBroken);

    /// <summary>Starts it broken.</summary>
    /// <param name="whole">Starts the server that works.</param>
    /// <param name="broken">Starts the one that does not, at the same address.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<PathFault> StartAsync(
        Func<CancellationToken, Task<IAsyncDisposable>> whole, Func<CancellationToken, Task<IAsyncDisposable>> broken,
        CancellationToken cancellationToken)
    {
        var fault = new PathFault(whole, broken);
        await fault.BreakAsync(cancellationToken);
        return fault;
    }

    /// <summary>From now on it works.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    public Task MendAsync(CancellationToken cancellationToken) => ReplaceAsync(_startWhole, cancellationToken);

    /// <summary>From now on it does not.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    public Task BreakAsync(CancellationToken cancellationToken) => ReplaceAsync(_startBroken, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await ReplaceAsync(null, CancellationToken.None);

    private async Task ReplaceAsync(Func<CancellationToken, Task<IAsyncDisposable>>? start, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _running, null) is { } running)
        {
            await running.DisposeAsync();
        }

        _running = start is null ? null : await start(cancellationToken);
    }
}
