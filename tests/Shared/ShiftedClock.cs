namespace ProbeFleet.Tests.Shared;

/// <summary>A clock that is off another by a time that the test may change.</summary>
internal sealed class ShiftedClock(TimeProvider clock, TimeSpan by) : TimeProvider
{
    public TimeSpan By { get; set; } = by;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + By;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
