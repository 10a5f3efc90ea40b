using System.Runtime.ExceptionServices;

namespace ProbeFleet.Storage;

/// <summary>
/// Reads one account, or two and merges them. A second one that was silent is left alone for a minute, so that what the first says is not
/// kept from a caller with a deadline. The first is always asked: nobody may judge without it.
/// </summary>
internal sealed class AccountReader(TableStores first, TableStores? second, TimeProvider clock)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>A failure that comes sooner costs no caller much, and is often over at the next call.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private long _restsUntil = long.MinValue;

    /// <summary>Whether the second account was silent and is left alone.</summary>
    public bool IsSecondResting => clock.GetTimestamp() < Interlocked.Read(ref _restsUntil);

    /// <summary>Asks the second account, also while it rests; if it is silent, it rests from then on.</summary>
    public async Task<T> AskSecondAsync<T>(Func<TableStores, Task<T>> ask)
    {
        var began = clock.GetTimestamp();
        try
        {
            return await ask(second!).ConfigureAwait(false);
        }
        catch (Exception error) when (IsOfSilence(error) && clock.GetElapsedTime(began) >= Silence)
        {
            Interlocked.Exchange(ref _restsUntil, clock.GetTimestamp() + (long)(Rest.TotalSeconds * clock.TimestampFrequency));
            throw;
        }
    }

    /// <summary>
    /// Asks both accounts at once. When the token ends, what one has answered until then is the answer: who waits at most so long is not to
    /// be left with nothing because of the other.
    /// </summary>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<(IReadOnlyList<T> Read, bool IsPartial)> ReadAsync<T>(
        Func<TableStores, Task<T>> read, CancellationToken cancellationToken)
    {
        List<T> answers = [];
        Exception? silent = null;
        foreach (var answer in Asked(read).Select(ask => ask()).ToList())
        {
            try
            {
                answers.Add(await answer.ConfigureAwait(false));
            }
            catch (Exception error)
                when (error is StorageException || (error is OperationCanceledException && cancellationToken.IsCancellationRequested))
            {
                silent = silent is OperationCanceledException ? silent : error;
            }
        }

        if (answers is [])
        {
            ExceptionDispatchInfo.Throw(silent!);
        }

        return (answers, answers.Count < (second is null ? 1 : 2));
    }

    /// <summary>Finds what at most one account has: asks the second only when the first does not have it.</summary>
    /// <exception cref="StorageException">No account answered, or one did not and the other has nothing.</exception>
    public async Task<Reading<T>> FindAsync<T>(Func<TableStores, Task<Reading<T>>> find, string what)
    {
        StorageException? silent = second is not null && IsSecondResting ? NotFound(what) : null;
        Reading<T> best = new Reading<T>.Absent();
        foreach (var ask in Asked(find))
        {
            try
            {
                var reading = await ask().ConfigureAwait(false);
                if (reading is Reading<T>.Found)
                {
                    return reading;
                }

                best = reading is Reading<T>.Unreadable ? reading : best;
            }
            catch (StorageException error)
            {
                silent = error;
            }
        }

        return best is Reading<T>.Absent && silent is not null ? throw silent : best;
    }

    /// <summary>Finds what both accounts may have, in versions.</summary>
    /// <exception cref="StorageException">No account answered, or one did not and the other has nothing.</exception>
    public async Task<Reading<T>> FindNewestAsync<T>(
        Func<TableStores, Task<Reading<T>>> find, Func<T, T, T> newer, string what, CancellationToken cancellationToken)
    {
        var (readings, isPartial) = await ReadAsync(find, cancellationToken).ConfigureAwait(false);
        var found = readings.OfType<Reading<T>.Found>().Select(reading => reading.Value).ToList();
        return found is not [] ? new Reading<T>.Found(found.Aggregate(newer))
            : readings.OfType<Reading<T>.Unreadable>().FirstOrDefault() ?? (isPartial ? throw NotFound(what) : readings[0]);
    }

    private static StorageException NotFound(string what) =>
        new(StorageFailure.Unreachable, $"One of two accounts did not answer, and the other has no such {what}.");

    private static bool IsOfSilence(Exception error) =>
        error is StorageException { Failure: StorageFailure.Unreachable or StorageFailure.Denied } or OperationCanceledException;

    /// <summary>How those that do not rest are asked.</summary>
    private IEnumerable<Func<Task<T>>> Asked<T>(Func<TableStores, Task<T>> ask)
    {
        yield return () => ask(first);
        if (second is not null && !IsSecondResting)
        {
            yield return () => AskSecondAsync(ask);
        }
    }
}
