namespace ProbeFleet.FaultLab;

/// <summary>A clock that moves when a test says so; its timers fire then.</summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed;

    /// <summary>A wait of at most this long is over at once: the clock jumps. Default none.</summary>
    public TimeSpan Impatience { get; init; }

    /// <summary>Told of each wait that begins. Default nobody.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 21, 3, 0, 0, TimeSpan.Zero) + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        Waiting?.Invoke(dueTime);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _elapsed += time;
            due = [.. _timers.Where(timer => timer.Due <= _elapsed)];
            due.ForEach(timer => timer.Due = null);
        }

        due.ForEach(timer => timer.Fire());
    }

    // A timer that was disposed or set anew meanwhile is no wait any more: the clock stays.
    private void JumpTo(ManualTimer timer, TimeSpan due)
    {
        TimeSpan left;
        lock (_gate)
        {
            if (timer.Due != due || !_timers.Contains(timer))
            {
                return;
            }

            left = due - _elapsed;
        }

        Advance(left);
    }

    private TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _elapsed;
            }
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action fire) : ITimer
    {
        public TimeSpan? Due { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TimeSpan? due;
            lock (clock._gate)
            {
                due = Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._elapsed + dueTime;
            }

            if (due is { } end && dueTime > TimeSpan.Zero && dueTime <= clock.Impatience)
            {
                ThreadPool.QueueUserWorkItem(_ => clock.JumpTo(this, end));
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
