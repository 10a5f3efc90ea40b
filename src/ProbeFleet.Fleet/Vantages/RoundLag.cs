namespace ProbeFleet.Fleet.Vantages;

/// <summary>How late a vantage's rounds are, whichever process runs them: a timer that died shows here first.</summary>
public sealed class RoundLag(StoredHeartbeat heartbeat, RoundTiming timing, TimeProvider clock)
{
    private readonly DateTimeOffset _since = clock.GetUtcNow();

    /// <summary>
    /// The time since the round was due that follows the last one, as long after its tick as that one began, or that follows when the
    /// vantage became known; zero while none is overdue.
    /// A round that began in the future, before the clock was set back, counts by its distance. Null when storage does not answer and
    /// other processes may have run a round.
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

            var since = newest?.LastRoundStartedAt ?? newest?.LastRoundAt ?? newest?.At ?? _since;
            var late = (clock.GetUtcNow() - since).Duration() - timing.Rounds(since, 1);
            return late > TimeSpan.Zero ? late : TimeSpan.Zero;
        }
    }

    /// <summary>Returns the known value without waiting, and reads a heartbeat that is too old again in the background.</summary>
    internal TimeSpan? NowAndReadOn()
    {
        _ = heartbeat.ReadAsync(CancellationToken.None);
        return Now;
    }
}
