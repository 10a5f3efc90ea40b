namespace ProbeFleet.Fleet.Rounds;

/// <summary>Lets one round of this process run at a time. A round that comes meanwhile is skipped and counted, never queued.</summary>
internal sealed class RoundGate
{
    private int _isTaken;
    private long _skipped;

    /// <summary>The number of rounds skipped since the process began.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Takes the gate; dispose the result to give it up.</summary>
    /// <returns>Null when a round is already running: this one is skipped and counted.</returns>
    public IDisposable? TryTake()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) == 0)
        {
            return new Hold(this);
        }

        CountSkipped();
        return null;
    }

    /// <summary>Counts a round that was skipped because another process ran one.</summary>
    public void CountSkipped() => Interlocked.Increment(ref _skipped);

    private sealed class Hold(RoundGate gate) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref gate._isTaken, 0);
    }
}
