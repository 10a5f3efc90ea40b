namespace ProbeFleet.Fleet.Rounds;

/// <summary>
/// Limits how many probes of this process run at once, whoever asked for them. Probes enter in the order in which they came; while probes
/// of a round and on-demand probes both wait, three of a round enter before each on-demand one, so that neither delays the other for long.
/// </summary>
internal sealed class ProbeGate
{
    private const int TurnsOfRounds = 3;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _ofRounds = new();
    private readonly Queue<TaskCompletionSource> _onDemand = new();
    private int _most;
    private int _running;
    private int _turn;

    /// <summary>Waits for a place; dispose what comes back to give it up.</summary>
    /// <param name="most">How many may run at once from now on; 1 or more.</param>
    /// <param name="isOnDemand">Whether it is no probe of a round.</param>
    /// <returns>Null when the token ended the wait.</returns>
    public async Task<IDisposable?> EnterAsync(int most, bool isOnDemand, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var entering = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _most = most;
            (isOnDemand ? _onDemand : _ofRounds).Enqueue(entering);
            Admit();
        }

        using var cancelling = cancellationToken.Register(() => entering.TrySetCanceled(CancellationToken.None));
        await entering.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return entering.Task.IsCompletedSuccessfully ? new Place(this) : null;
    }

    private void Leave()
    {
        lock (_lock)
        {
            _running--;
            Admit();
        }
    }

    private void Admit()
    {
        while (_running < _most && Next() is { } next)
        {
            // A waiter that was cancelled takes no place.
            _running += next.TrySetResult() ? 1 : 0;
        }
    }

    private TaskCompletionSource? Next()
    {
        var isRounds = _onDemand.Count == 0 || (_ofRounds.Count > 0 && _turn++ % (TurnsOfRounds + 1) < TurnsOfRounds);
        return (isRounds ? _ofRounds : _onDemand).TryDequeue(out var next) ? next : null;
    }

    private sealed class Place(ProbeGate gate) : IDisposable
    {
        public void Dispose() => gate.Leave();
    }
}
