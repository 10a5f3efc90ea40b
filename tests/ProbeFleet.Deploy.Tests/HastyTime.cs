using Microsoft.Extensions.Time.Testing;

namespace ProbeFleet.Deploy.Tests;

/// <summary>A clock on which every pause is over at once, and has taken the time it was asked to take.</summary>
internal sealed class HastyTime : FakeTimeProvider
{
    public List<TimeSpan> Pauses { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Add(dueTime);
        Advance(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
