namespace ProbeFleet.Probing.Recording;

/// <summary>
/// A timer that is often set anew. Its callback may be due, and wait for its owner's lock, while that happens: <see cref="IsDue"/> tells.
/// Used under that lock only.
/// </summary>
internal sealed class StageTimer(TimeProvider clock, Action expired) : IDisposable
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly ITimer _timer = clock.CreateTimer(_ => expired(), null, Never, Never);
    private long _setAt;
    private TimeSpan _time = Never;

    /// <summary>Lets it call back once, after a time or never, whatever was set before.</summary>
    public void Set(TimeSpan time)
    {
        (_setAt, _time) = (clock.GetTimestamp(), time);
        _timer.Change(time, Never);
    }

    /// <summary>Whether the time that was set last is over. Where it is not, the timer calls back again.</summary>
    public bool IsDue()
    {
        if (_time == Never)
        {
            return false;
        }

        var left = _time - clock.GetElapsedTime(_setAt);
        if (left <= TimeSpan.Zero)
        {
            return true;
        }

        // It counts whole milliseconds, and may call back a little before the clock says so.
        _timer.Change(left + TimeSpan.FromMilliseconds(1), Never);
        return false;
    }

    public void Dispose() => _timer.Dispose();
}
