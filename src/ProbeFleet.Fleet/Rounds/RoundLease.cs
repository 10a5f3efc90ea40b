using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Storage.Leases;

namespace ProbeFleet.Fleet.Rounds;

/// <summary>
/// Keeps the rounds of one vantage apart whichever process runs them: the timer's, one that was asked by HTTP, or one more after a
/// scale-out. While storage is away a round runs all the same, so that an outage of storage stops no probing.
/// </summary>
public sealed partial class RoundLease(
    Vantage vantage, ProcessIdentity process, FleetStorage storage, TimeProvider clock, ILogger<RoundLease> logger)
{
    /// <summary>Short, so that a dead process delays one round at most: another may take the lease 10 s after its end.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly string _name = LeaseTable.RoundsOf(vantage.Name);

    /// <summary>Takes the lease; dispose what comes back to give it up.</summary>
    /// <returns>Null when another process holds it.</returns>
    public async Task<RoundHold?> TryHoldAsync(CancellationToken cancellationToken)
    {
        var (lease, isTaken) = await AskAsync(isRenewal: false, cancellationToken).ConfigureAwait(false);
        return isTaken ? null : new RoundHold(this, lease);
    }

    /// <summary>Renews the lease until the round ends or another process has it.</summary>
    /// <returns>The lease as last renewed; null when it is not held.</returns>
    internal async Task<Lease?> KeepAsync(Lease? lease, CancellationTokenSource lost, CancellationToken ending)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Renewal, clock, ending).ConfigureAwait(false);
                var (renewed, isTaken) = await AskAsync(isRenewal: true, ending).ConfigureAwait(false);
                lease = renewed ?? lease;
                if (isTaken)
                {
                    await lost.CancelAsync().ConfigureAwait(false);
                    return null;
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return lease;
        }
    }

    internal async Task GiveUpAsync(Lease lease)
    {
        using var late = new CancellationTokenSource(Deadline, clock);
        try
        {
            await storage.Leases.ReleaseAsync(lease, late.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is StorageException or OperationCanceledException)
        {
            Log.NotGivenUp(logger, error.Message);
        }
    }

    /// <summary>Returns no lease and not taken when storage did not answer.</summary>
    private async Task<(Lease? Lease, bool IsTaken)> AskAsync(bool isRenewal, CancellationToken cancellationToken)
    {
        string problem;
        using var limit = new TimeLimit(Deadline, clock, cancellationToken);
        try
        {
            // A call whose answer was lost has taken the lease for this process, so it is asked twice.
            var lease = await HoldAsync(limit.Token).ConfigureAwait(false) ?? await HoldAsync(limit.Token).ConfigureAwait(false);
            return (lease, lease is null);
        }
        catch (StorageException error)
        {
            problem = error.Message;
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            problem = $"no answer within {Deadline.TotalSeconds} s";
        }

        if (!isRenewal)
        {
            Log.Unknown(logger, problem);
        }

        return (null, false);
    }

    private Task<Lease?> HoldAsync(CancellationToken cancellationToken) =>
        storage.Leases.TryHoldAsync(_name, process.Holder, Duration, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(304, LogLevel.Warning, "Storage does not say whether another process runs a round, so this one runs: {Problem}")]
        public static partial void Unknown(ILogger logger, string problem);

        [LoggerMessage(305, LogLevel.Warning, "The round's lease was not given up and ends by itself: {Problem}")]
        public static partial void NotGivenUp(ILogger logger, string problem);
    }
}

/// <summary>The right to run a round, renewed until it is disposed.</summary>
public sealed class RoundHold : IAsyncDisposable
{
    private readonly RoundLease _leases;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task<Lease?> _keeping;

    internal RoundHold(RoundLease leases, Lease? lease) => (_leases, _keeping) = (leases, leases.KeepAsync(lease, _lost, _ending.Token));

    /// <summary>Cancelled, to end the round, when another process has the lease: this one slept past its end or was cut off.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        if (await _keeping.ConfigureAwait(false) is { } lease)
        {
            await _leases.GiveUpAsync(lease).ConfigureAwait(false);
        }

        _ending.Dispose();
        _lost.Dispose();
    }
}
