namespace ProbeFleet.Fleet.Processes;

/// <summary>
/// Work that callers in this process wait for. Callers that ask for what is already running share it, and the number that run at once and
/// begin within a minute is bounded. Work that nobody waits for any more is cancelled.
/// </summary>
/// <param name="what">What is bounded, as a plural for error messages.</param>
internal sealed class SharedWork<T>(string what, int most, int mostAMinute, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Running> _running = [];
    private readonly Queue<DateTimeOffset> _begun = new();

    /// <summary>Begins work, or joins what is running under the same key.</summary>
    /// <exception cref="TooManyCallsException">A bound would be exceeded.</exception>
    public async Task<T> JoinAsync(string key, Func<CancellationToken, Task<T>> begin, CancellationToken cancellationToken)
    {
        var work = Enter(key, begin);
        try
        {
            return await work.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (IsLastToLeave(key, work))
            {
                await work.EndAsync().ConfigureAwait(false);
            }
        }
    }

    private Running Enter(string key, Func<CancellationToken, Task<T>> begin)
    {
        lock (_lock)
        {
            if (!_running.TryGetValue(key, out var work) || work.Task.IsCompleted)
            {
                Check();
                _begun.Enqueue(clock.GetUtcNow());
                var ending = new CancellationTokenSource();
                work = _running[key] = new(ending, Task.Run(() => begin(ending.Token), CancellationToken.None));
            }

            work.Waiting++;
            return work;
        }
    }

    private void Check()
    {
        var now = clock.GetUtcNow();
        while (_begun.TryPeek(out var oldest) && now - oldest >= Minute)
        {
            _begun.Dequeue();
        }

        if (_running.Values.Count(work => !work.Task.IsCompleted) >= most)
        {
            throw new TooManyCallsException($"At most {most} {what} are open at once.", TimeSpan.FromSeconds(5));
        }

        if (_begun.Count >= mostAMinute)
        {
            throw new TooManyCallsException($"At most {mostAMinute} {what} are taken in a minute.", _begun.Peek() + Minute - now);
        }
    }

    private bool IsLastToLeave(string key, Running work)
    {
        lock (_lock)
        {
            if (--work.Waiting > 0)
            {
                return false;
            }

            if (_running.GetValueOrDefault(key) == work)
            {
                _running.Remove(key);
            }

            return true;
        }
    }

    private sealed class Running(CancellationTokenSource ending, Task<T> task)
    {
        public Task<T> Task => task;

        public int Waiting { get; set; }

        /// <summary>Waits for the cancelled work, so that it can keep what it has.</summary>
        public async Task EndAsync()
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ending.Dispose();
        }
    }
}
