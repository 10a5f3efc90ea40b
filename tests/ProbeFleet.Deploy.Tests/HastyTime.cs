namespace ProbeFleet.Deploy.Tests;

/// <summary>A clock on which every pause is over at once, and has taken the time it was asked to take.</summary>
internal sealed class HastyTime : TimeProvider
{
    private readonly Lock _gate = new();
    private TimeSpan _passed;

    public List<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _passed;

    public override long GetTimestamp() => _passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            Pauses.Add(dueTime);
            _passed += dueTime;
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
