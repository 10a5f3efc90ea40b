using System.Runtime.ExceptionServices;

namespace ProbeFleet.Storage;

/// <summary>
/// Reads one account, or two and merges them. One that was silent is left alone for a minute, so that what the other says is not kept from
/// a caller with a deadline.
/// </summary>
internal sealed class AccountReader(IReadOnlyList<TableStores> accounts, TimeProvider clock)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>A failure that comes sooner costs no caller much, and is often over at the next call.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private readonly long[] _restsUntil = [.. accounts.Select(_ => long.MinValue)];

    /// <summary>Whether an account was silent and is left alone.</summary>
    public bool IsResting(int account) => clock.GetTimestamp() < Interlocked.Read(ref _restsUntil[account]);

    /// <summary>Asks one account, also while it rests; if it is silent, it rests from then on.</summary>
    public async Task<T> AskAsync<T>(int account, Func<TableStores, Task<T>> ask)
    {
        var began = clock.GetTimestamp();
        try
        {
            return await ask(accounts[account]).ConfigureAwait(false);
        }
        catch (Exception error) when (IsOfSilence(error, account) && clock.GetElapsedTime(began) >= Silence)
        {
            Interlocked.Exchange(ref _restsUntil[account], clock.GetTimestamp() + (long)(Rest.TotalSeconds * clock.TimestampFrequency));
            throw;
        }
    }

    /// <summary>
    /// Asks all accounts at once. When the token ends, what one has answered until then is the answer: who waits at most so long is not to
    /// be left with nothing because of the other.
    /// </summary>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<(IReadOnlyList<T> Read, bool IsPartial)> ReadAsync<T>(
        Func<TableStores, Task<T>> read, CancellationToken cancellationToken)
    {
        var asked = Asked();
        List<T> answers = [];
        Exception? silent = null;
        foreach (var answer in asked.Select(account => AskAsync(account, read)).ToList())
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

        return (answers, answers.Count < accounts.Count);
    }

    /// <summary>Finds what at most one account has: asks the second only when the first does not have it.</summary>
    /// <exception cref="StorageException">No account answered, or one did not and the other has nothing.</exception>
    public async Task<Reading<T>> FindAsync<T>(Func<TableStores, Task<Reading<T>>> find, string what)
    {
        var asked = Asked();
        StorageException? silent = asked.Count < accounts.Count ? NotFound(what) : null;
        Reading<T> best = new Reading<T>.Absent();
        foreach (var account in asked)
        {
            try
            {
                var reading = await AskAsync(account, find).ConfigureAwait(false);
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

    /// <summary>A caller that left says nothing of the first account, which has the long answers.</summary>
    private static bool IsOfSilence(Exception error, int account) => error
        is StorageException { Failure: StorageFailure.Unreachable or StorageFailure.Denied }
        || (error is OperationCanceledException && account > 0);

    /// <summary>Those that do not rest; all, when all rest.</summary>
    private List<int> Asked()
    {
        var all = Enumerable.Range(0, accounts.Count).ToList();
        var awake = all.FindAll(account => !IsResting(account));
        return awake is [] ? all : awake;
    }
}
