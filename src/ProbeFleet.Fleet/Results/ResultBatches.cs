namespace ProbeFleet.Fleet.Results;

/// <summary>Groups results into few batches as they arrive.</summary>
internal static class ResultBatches
{
    /// <summary>The maximum number of results in a batch: storage takes as many in one call.</summary>
    public const int Most = 100;

    /// <summary>
    /// A batch ends when the results do, when it is full or when none has arrived for a while: a round of up to 100 results is one batch,
    /// a larger one holds none back to its end, and a route that hangs holds back no other result. Who leaves early cancels the results.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<RoundResult>> InBatchesAsync(
        this IAsyncEnumerable<RoundResult> results, TimeSpan quiet, TimeProvider clock)
    {
        using var leaving = new CancellationTokenSource();
        var coming = results.GetAsyncEnumerator(leaving.Token);
        await using var _ = coming.ConfigureAwait(false);
        List<RoundResult> batch = [];
        var next = coming.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (batch.Count == Most || (batch is not [] && !await EndsWithinAsync(next, quiet, clock).ConfigureAwait(false)))
                {
                    yield return batch;
                    batch = [];
                }

                if (!await next.ConfigureAwait(false))
                {
                    break;
                }

                batch.Add(coming.Current);
                next = coming.MoveNextAsync().AsTask();
            }

            if (batch is not [])
            {
                yield return batch;
            }
        }
        finally
        {
            // An enumerator that still moves must not be disposed of.
            await leaving.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan time, TimeProvider clock)
    {
        if (task.IsCompleted)
        {
            return true;
        }

        using var ended = new CancellationTokenSource();
        var first = await Task.WhenAny(task, Task.Delay(time, clock, ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        return first == task;
    }
}
