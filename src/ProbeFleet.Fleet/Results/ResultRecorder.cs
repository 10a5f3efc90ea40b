using ProbeFleet.Fleet.Spool;
using ProbeFleet.Probing.Deadlines;

namespace ProbeFleet.Fleet.Results;

/// <summary>Stores results, or keeps them on local disk until storage accepts them. Each is stored once: its ID names its row.</summary>
public sealed partial class ResultRecorder(FleetStorage storage, ResultSpool spool, TimeProvider clock, ILogger<ResultRecorder> logger)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan SideDeadline = TimeSpan.FromSeconds(5);

    /// <summary>How long a stopping host is kept waiting, because storage outlives this process's disk.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    /// <summary>For this long after a failure, only a round delivers the spool again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>How often results that storage refused because of their content are tried again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    private int _isDelivering;
    private long _restsUntil = long.MinValue;
    private DateTimeOffset _nextRetry;

    /// <summary>Whether storage accepts results.</summary>
    public StorageState State { get; private set; } = new(null, null, null);

    /// <summary>The state of the spool.</summary>
    public SpoolState Spool => spool.State;

    /// <summary>
    /// Stores results made together; what storage does not take within 25 s, or within 3 s after the token, goes to the spool. Storage's
    /// refusal of one keeps back no other: those of a refused batch are stored one by one.
    /// </summary>
    /// <returns>Whether storage answered for all; false when some wait in the spool.</returns>
    public async Task<bool> RecordAsync(IReadOnlyList<RoundResult> results, CancellationToken cancellationToken)
    {
        if (results is [])
        {
            return true;
        }

        using var leaving = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var farewell = cancellationToken.Register(() => leaving.CancelAfter(Farewell));
        var left = await StoreEachAsync(results, Deadline, leaving.Token).ConfigureAwait(false);
        spool.Keep(left.Waiting);
        spool.SetAside(left.Refused);
        return left.Waiting is [];
    }

    /// <summary>Keeps results in the spool without asking storage, for the delivery at the round's end.</summary>
    public void Keep(IReadOnlyList<RoundResult> results) => spool.Keep(results);

    /// <summary>
    /// Delivers what waits, oldest first, until storage fails again. What storage refuses for what it is, is set aside, and tried again
    /// every ten minutes: a refusal may pass.
    /// </summary>
    public Task DeliverAsync(CancellationToken cancellationToken) => DeliverAsync(Deadline, isOver: () => false, cancellationToken);

    /// <summary>
    /// The same, beside something else that the process does: only this process can deliver what is on its disk. It costs nothing while
    /// nothing waits, begins no further batch after <paramref name="patience"/>, and does nothing while storage has just failed.
    /// </summary>
    /// <param name="patience">How long whoever calls would wait.</param>
    public async Task DeliverBesideAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (clock.GetTimestamp() >= Interlocked.Read(ref _restsUntil))
        {
            var began = clock.GetTimestamp();
            await DeliverAsync(SideDeadline, () => clock.GetElapsedTime(began) >= patience, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeliverAsync(TimeSpan deadline, Func<bool> isOver, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isDelivering, 1) == 1)
        {
            return;
        }

        try
        {
            while (!cancellationToken.IsCancellationRequested && !isOver() && spool.Oldest(out var file) is { } batch)
            {
                if (!await DeliverAsync(batch, file, spool.SetAside, deadline, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }

            if (clock.GetUtcNow() >= _nextRetry && !cancellationToken.IsCancellationRequested && !isOver()
                && spool.OldestAside(out var aside) is { } refused)
            {
                _nextRetry = clock.GetUtcNow() + RetryAfter;
                await DeliverAsync(refused, aside, again => spool.PutBack(aside, again), deadline, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.DiskFailed(logger, error);
        }
        finally
        {
            Volatile.Write(ref _isDelivering, 0);
        }
    }

    private async Task<bool> DeliverAsync(
        SpoolBatch batch, string file, Action<IReadOnlyList<RoundResult>> keepRefused, TimeSpan deadline,
        CancellationToken cancellationToken)
    {
        var left = await StoreEachAsync(batch.Results, deadline, cancellationToken).ConfigureAwait(false);
        if (left.Waiting is not [])
        {
            // Storing a result twice changes nothing, so the whole batch keeps waiting.
            return false;
        }

        if (left.Refused is not [])
        {
            keepRefused(left.Refused);
        }

        spool.Forget(file);
        Log.Delivered(logger, batch.Results.Count - left.Refused.Count);
        return true;
    }

    private async Task<(IReadOnlyList<RoundResult> Waiting, IReadOnlyList<RoundResult> Refused)> StoreEachAsync(
        IReadOnlyList<RoundResult> results, TimeSpan deadline, CancellationToken cancellationToken)
    {
        switch (await StoreAsync(results, deadline, cancellationToken).ConfigureAwait(false))
        {
            case StoreOutcome.Stored:
                return ([], []);
            case StoreOutcome.NotNow:
                return (results, []);
            case StoreOutcome.Refused when results.Count == 1:
                return ([], results);
        }

        List<RoundResult> waiting = [];
        List<RoundResult> refused = [];
        foreach (var result in results)
        {
            var outcome = waiting is []
                ? await StoreAsync([result], deadline, cancellationToken).ConfigureAwait(false)
                : StoreOutcome.NotNow;
            (outcome switch { StoreOutcome.Refused => refused, StoreOutcome.NotNow => waiting, StoreOutcome.Stored => null })?.Add(result);
        }

        return (waiting, refused);
    }

    private async Task<StoreOutcome> StoreAsync(IReadOnlyList<RoundResult> results, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(deadline, clock, cancellationToken);
        try
        {
            await storage.SaveResultsAsync([.. results.Select(result => result.Result)], limit.Token).ConfigureAwait(false);
            await storage.RecordSnapshotsAsync(
                [.. results.Where(result => !result.IsConfirmation).Select(result => result.Result)], limit.Token)
                .ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            return Failed(error.Failure is StorageFailure.Refused ? StoreOutcome.Refused : StoreOutcome.NotNow, error.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The fault is in the result itself; storage was not called.
            return Failed(StoreOutcome.Refused, $"A result cannot be stored: {error.GetType().Name}.");
        }
        catch (OperationCanceledException)
        {
            // A stopping host or a caller that left says nothing about storage.
            return limit.IsOver
                ? Failed(StoreOutcome.NotNow, $"Storage took nothing within {deadline.TotalSeconds} s.")
                : StoreOutcome.NotNow;
        }

        Succeeded();
        return StoreOutcome.Stored;
    }

    private void Succeeded()
    {
        if (State.FailingSince is { } since)
        {
            Log.Back(logger, since);
        }

        State = new(clock.GetUtcNow(), null, null);
        Interlocked.Exchange(ref _restsUntil, long.MinValue);
    }

    private StoreOutcome Failed(StoreOutcome outcome, string problem)
    {
        if (State.FailingSince is null)
        {
            Log.Failing(logger, problem);
        }

        State = State with { FailingSince = State.FailingSince ?? clock.GetUtcNow(), Problem = problem };
        if (outcome is StoreOutcome.NotNow)
        {
            Interlocked.Exchange(ref _restsUntil, clock.GetTimestamp() + (long)(Rest.TotalSeconds * clock.TimestampFrequency));
        }

        return outcome;
    }

    private enum StoreOutcome
    {
        Stored,
        NotNow,
        Refused,
    }

    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Error, "Results go to the spool: {Problem}")]
        public static partial void Failing(ILogger logger, string problem);

        [LoggerMessage(202, LogLevel.Warning, "Storage takes results again; it did not since {Since:o}")]
        public static partial void Back(ILogger logger, DateTimeOffset since);

        [LoggerMessage(203, LogLevel.Information, "{Count} results of the spool were delivered")]
        public static partial void Delivered(ILogger logger, int count);

        [LoggerMessage(204, LogLevel.Error, "The spool cannot be read")]
        public static partial void DiskFailed(ILogger logger, Exception error);
    }
}

/// <summary>Whether storage accepts results.</summary>
/// <param name="LastStoredAt">When storage last accepted results; null when it never did.</param>
/// <param name="FailingSince">Since when storage fails; null when it does not, or was not tried yet.</param>
public sealed record StorageState(DateTimeOffset? LastStoredAt, DateTimeOffset? FailingSince, string? Problem);
