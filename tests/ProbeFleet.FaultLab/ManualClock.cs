using Microsoft.Extensions.Time.Testing;

namespace ProbeFleet.FaultLab;

/// <summary>A clock that moves when a test says so; its timers fire then. It tells of each wait, and may pass the short ones by itself.</summary>
/// <param name="start">When it begins.</param>
public sealed class ManualClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _gate = new();
    private readonly List<WatchedTimer> _waits = [];
    private readonly List<(DateTimeOffset Due, TaskCompletionSource Seen)> _awaited = [];

    /// <summary>A clock that begins at 03:00 UTC of a day on which the lab's certificates are valid.</summary>
    public ManualClock() : this(new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>A wait of at most this long is over at once: the clock jumps. Default none.</summary>
    public TimeSpan Impatience { get; init; }

    /// <summary>Told of each wait that begins. Default nobody.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this, base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period));
        timer.Change(dueTime, period);
        Waiting?.Invoke(dueTime);
        return timer;
    }

    /// <summary>Ends when something waits until just that instant.</summary>
    public Task WaitForTimerAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waits.Exists(timer => timer.Due == due))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((due, seen));
            return seen.Task.WaitAsync(cancellationToken);
        }
    }

    private void Watch(WatchedTimer timer, TimeSpan? dueTime)
    {
        lock (_gate)
        {
            _waits.Remove(timer);
            timer.Due = dueTime is { } wait && wait != Timeout.InfiniteTimeSpan ? GetUtcNow() + wait : null;
            if (timer.Due is null)
            {
                return;
            }

            _waits.Add(timer);
            _awaited.FindAll(awaited => awaited.Due == timer.Due).ForEach(awaited => awaited.Seen.TrySetResult());
        }

        if (timer.Due is { } due && dueTime > TimeSpan.Zero && dueTime <= Impatience)
        {
            ThreadPool.QueueUserWorkItem(_ => JumpTo(timer, due));
        }
    }

    // A timer that was disposed or set anew meanwhile is no wait any more: the clock stays.
    private void JumpTo(WatchedTimer timer, DateTimeOffset due)
    {
        TimeSpan left;
        lock (_gate)
        {
            left = timer.Due == due ? due - GetUtcNow() : TimeSpan.Zero;
        }

        if (left > TimeSpan.Zero)
        {
            Advance(left);
        }
    }

    private sealed class WatchedTimer(ManualClock clock, ITimer timer) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isChanged = timer.Change(dueTime, period);
            clock.Watch(this, dueTime);
            return isChanged;
        }

        public void Dispose()
        {
            clock.Watch(this, null);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
