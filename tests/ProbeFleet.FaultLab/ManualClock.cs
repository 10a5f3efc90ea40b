using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ProbeFleet.FaultLab;

/// <summary>A clock that moves when a test says so, tells of each wait that begins, and can let chosen waits pass by itself.</summary>
public sealed class ManualClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<DateTimeOffset, TaskCompletionSource> _waits = [];

    public ManualClock()
        : this(new DateTimeOffset(2026, 11, 21, 3, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Whether a wait is over at once: the clock jumps to its end. Default none.</summary>
    public Func<TimeSpan, bool> Passes { get; init; } = _ => false;

    /// <summary>Told of each wait that begins. Default nobody.</summary>
    public Action<TimeSpan>? Waiting { get; init; }

    /// <summary>Ends when something has begun to wait until just that instant.</summary>
    public Task WaitForTimerAsync(DateTimeOffset due, CancellationToken cancellationToken) =>
        WaitUntil(due).Task.WaitAsync(cancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var end = GetUtcNow() + dueTime;
        var timer = new PassingTimer(this, base.CreateTimer(callback, state, dueTime, period));
        timer.PassUntil(end);
        WaitUntil(end).TrySetResult();
        Waiting?.Invoke(dueTime);
        return timer;
    }

    private TaskCompletionSource WaitUntil(DateTimeOffset due) =>
        _waits.GetOrAdd(due, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class PassingTimer(ManualClock clock, ITimer timer) : ITimer
    {
        private int _changes;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var end = clock.GetUtcNow() + dueTime;
            var changed = timer.Change(dueTime, period);
            PassUntil(end);
            return changed;
        }

        // A timer that was disposed or set anew meanwhile is no wait any more: the clock stays.
        public void PassUntil(DateTimeOffset end)
        {
            var change = Interlocked.Increment(ref _changes);
            if (end - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero && clock.Passes(wait))
            {
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    if (Volatile.Read(ref _changes) == change && end - clock.GetUtcNow() is var left && left > TimeSpan.Zero)
                    {
                        clock.Advance(left);
                    }
                });
            }
        }

        public void Dispose()
        {
            Interlocked.Increment(ref _changes);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
