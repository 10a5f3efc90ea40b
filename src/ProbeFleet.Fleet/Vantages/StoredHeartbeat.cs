using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>
/// The vantage's last heartbeat, whichever process said it: what this process knows of rounds that others ran. It is read anew by whoever
/// needs it, at most each 15 s.
/// </summary>
public sealed class StoredHeartbeat(Vantage vantage, ProcessIdentity process, FleetStorage storage, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly AgedReading _reading = new(clock);
    private readonly Lock _gate = new();

    /// <summary>The maximum age of the known heartbeat before it is read again: 15 s.</summary>
    public static TimeSpan MostAge { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The last known heartbeat.</summary>
    public HeartbeatState State { get; private set; } = new(null, false, "It was not read yet.");

    /// <summary>What is known, read anew when that is too old: at most 3 s.</summary>
    public async Task<HeartbeatState> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.EnsureAsync(ReadOnceAsync, cancellationToken).ConfigureAwait(false);
        return State;
    }

    /// <summary>Stores a heartbeat of this process; what it says is known here, whether storage takes it or not.</summary>
    /// <exception cref="StorageException">No account took it.</exception>
    internal Task SaveAsync(VantageHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var said = heartbeat with { Process = process.Holder };
        lock (_gate)
        {
            // Whatever the time that it says: the clock may have been set back since the last one.
            State = new(said, IsOwn: true, State.Problem);
        }

        return storage.SaveHeartbeatAsync(said, cancellationToken);
    }

    /// <summary>Has the fleet know the vantage before its first round; a heartbeat that is there stays.</summary>
    /// <exception cref="StorageException">No account took it.</exception>
    internal Task RegisterAsync(VantageHeartbeat heartbeat, CancellationToken cancellationToken) =>
        storage.RegisterAsync(heartbeat with { Process = process.Holder }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<TimeSpan> ReadOnceAsync(CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Deadline, clock, cancellationToken);
        try
        {
            var reading = await storage.FindHeartbeatAsync(vantage.Name, limit.Token).ConfigureAwait(false);
            Accept((reading as Reading<VantageHeartbeat>.Found)?.Value, (reading as Reading<VantageHeartbeat>.Unreadable)?.Row.Reason);
        }
        catch (StorageException error)
        {
            Accept(null, error.Message);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            Accept(null, $"Storage gave no answer within {Deadline.TotalSeconds} s.");
        }

        return MostAge;
    }

    private void Accept(VantageHeartbeat? heartbeat, string? problem)
    {
        lock (_gate)
        {
            // A heartbeat of this process that storage did not accept is newer than the stored one.
            var keeps = heartbeat is null || (State is { IsOwn: true, Newest: { } own } && own.At > heartbeat.At);
            var newest = keeps ? State.Newest : heartbeat;
            State = new(newest, newest is not null && newest.Process == process.Holder, problem);
        }
    }
}

/// <summary>What a process knows of its vantage's heartbeat.</summary>
/// <param name="Newest">The newest heartbeat; null when there is none, or none could be read yet.</param>
/// <param name="IsOwn">Whether this process sent it, so that its own knowledge is newer.</param>
/// <param name="Problem">Why it could not be read, so that another process may have sent a newer one; null when it was read.</param>
public sealed record HeartbeatState(VantageHeartbeat? Newest, bool IsOwn, string? Problem);
