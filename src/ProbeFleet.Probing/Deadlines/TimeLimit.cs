namespace ProbeFleet.Probing.Deadlines;

/// <summary>A token that ends with the caller's, or when a time is over, and tells which of the two it was.</summary>
public sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _spent;
    private readonly CancellationTokenSource _either;

    /// <summary>Begins the time.</summary>
    public TimeLimit(TimeSpan time, TimeProvider clock, CancellationToken caller)
    {
        _spent = new(time, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _spent.Token);
    }

    /// <summary>What the limited work is given.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time is over, whatever the caller wants.</summary>
    public bool IsOver => _spent.IsCancellationRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _spent.Dispose();
    }
}
