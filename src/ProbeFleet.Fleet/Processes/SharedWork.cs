namespace ProbeFleet.Fleet.Processes;

/// <summary>
/// Work that callers of this process wait for: who asks for what is already running shares it, and only so much runs at once and begins in a minute. It
/// ends early when nobody waits for it any more.
/// </summary>
/// <param name="what">What is bounded, in a plural for people.</param>
/// <param name="most">How many run at once.</param>
/// <param name="mostAMinute">How many begin in a minute.</param>
/// <param name="clock">The clock of the minute.</param>
internal sealed class SharedWork<T>(string what, int most, int mostAMinute, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Running> _running = [];
    private readonly Queue<DateTimeOffset> _begun = new();

    /// <summary>Begins work, or joins what runs under the same key.</summary>
    /// <exception cref="TooManyCallsException">It would be too much.</exception>
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

        /// <summary>What runs keeps what it has before it ends.</summary>
        public async Task EndAsync()
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ending.Dispose();
        }
    }
}
