namespace ProbeFleet.Fleet.Vantages;

/// <summary>How late a vantage's rounds are, whichever process runs them: a timer that died shows here first.</summary>
/// <param name="heartbeat">What says when the last round was.</param>
/// <param name="longestInterval">The longest time between two rounds of the schedule.</param>
/// <param name="clock">The clock.</param>
public sealed class RoundLag(StoredHeartbeat heartbeat, TimeSpan longestInterval, TimeProvider clock)
{
    private readonly DateTimeOffset _since = clock.GetUtcNow();

    /// <summary>
    /// The time since the last round began, or since the vantage is known, beyond the longest interval; zero while no round is overdue. Null while it is not
    /// known, because storage does not answer and other processes may have run one.
    /// </summary>
    public TimeSpan? Now
    {
        get
        {
            var (newest, isOwn, problem) = heartbeat.State;
            if (problem is not null && !isOwn)
            {
                return null;
            }

            var late = clock.GetUtcNow() - (newest?.LastRoundStartedAt ?? newest?.LastRoundAt ?? newest?.At ?? _since) - longestInterval;
            return late > TimeSpan.Zero ? late : TimeSpan.Zero;
        }
    }

    /// <summary>For who cannot wait: what is known, while the heartbeat is read in the background when that is too old.</summary>
    internal TimeSpan? NowAndReadOn()
    {
        _ = heartbeat.ReadAsync(CancellationToken.None);
        return Now;
    }
}
