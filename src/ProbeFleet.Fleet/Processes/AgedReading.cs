namespace ProbeFleet.Fleet.Processes;

/// <summary>Reads something again when what is known is too old, once for all callers that wait for it.</summary>
internal sealed class AgedReading(TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private long _goodUntil = long.MinValue;

    private bool IsGood => clock.GetTimestamp() < Interlocked.Read(ref _goodUntil);

    /// <summary>Reads, unless what was read last will still do.</summary>
    /// <param name="read">Reads, and says for how long what is known then will do.</param>
    public Task EnsureAsync(Func<CancellationToken, Task<TimeSpan>> read, CancellationToken cancellationToken) =>
        IsGood ? Task.CompletedTask : ReadAsync(read, isNeeded: () => !IsGood, cancellationToken);

    /// <summary>Reads in any case.</summary>
    public Task AnewAsync(Func<CancellationToken, Task<TimeSpan>> read, CancellationToken cancellationToken) =>
        ReadAsync(read, isNeeded: () => true, cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private async Task ReadAsync(Func<CancellationToken, Task<TimeSpan>> read, Func<bool> isNeeded, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (isNeeded())
            {
                // The value is at least as new as the moment before the read.
                var began = clock.GetTimestamp();
                var lifetime = await read(cancellationToken).ConfigureAwait(false);
                Interlocked.Exchange(ref _goodUntil, began + (long)(lifetime.TotalSeconds * clock.TimestampFrequency));
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
