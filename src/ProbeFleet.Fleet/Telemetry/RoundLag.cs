using ProbeFleet.Fleet.Rounds;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>How late a vantage's rounds are: a timer that died shows here first.</summary>
/// <param name="rounds">The rounds.</param>
/// <param name="longestInterval">The longest time between two rounds of the schedule.</param>
/// <param name="clock">The clock.</param>
public sealed class RoundLag(VantageRounds rounds, TimeSpan longestInterval, TimeProvider clock)
{
    private readonly DateTimeOffset _since = clock.GetUtcNow();

    /// <summary>The time since the last round began, or since the process did, beyond the longest interval; zero while no round is overdue.</summary>
    public TimeSpan Now
    {
        get
        {
            var late = clock.GetUtcNow() - (rounds.Last?.StartedAt ?? _since) - longestInterval;
            return late > TimeSpan.Zero ? late : TimeSpan.Zero;
        }
    }
}
