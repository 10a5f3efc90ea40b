using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ProbeFleet.Fleet.Rounds;

/// <summary>The schedules of a vantage's app.</summary>
/// <param name="Interval">The shortest time from one scheduled round to the next; above zero.</param>
public sealed record RoundTiming(TimeSpan Interval)
{
    private static readonly TimeSpan LongestOffset = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long after an instant a number of rounds are due, each as late as the round of the instant was if one ran then: not always as
    /// long, where the schedule has a night.
    /// </summary>
    public Func<DateTimeOffset, int, TimeSpan> Rounds { get; init; } = (_, rounds) => rounds * Interval;

    /// <summary>The same for when the app judges, or would if it held the lease.</summary>
    public Func<DateTimeOffset, int, TimeSpan> Judgings { get; init; } = (_, judgings) => judgings * Interval;

    /// <summary>
    /// The maximum duration of a round, whatever the interval: 25 minutes, as Azure Functions ends a call after 30 (Flex Consumption and
    /// Premium, where <c>host.json</c> has no <c>functionTimeout</c>).
    /// </summary>
    public static TimeSpan LongestRound { get; } = TimeSpan.FromMinutes(25);

    /// <summary>How long a round may take: it ends before the next one, and within <see cref="LongestRound"/>.</summary>
    public TimeSpan Deadline => Interval * 0.9 < LongestRound ? Interval * 0.9 : LongestRound;

    /// <summary>
    /// How long a vantage waits after its schedule, so that a fleet does not fire at the same second: always the same for one name, and
    /// below a tenth of the interval and 10 s.
    /// </summary>
    public TimeSpan OffsetOf(VantageName vantage)
    {
        var hash = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(vantage.ToString())));
        var bound = Interval / 10 < LongestOffset ? Interval / 10 : LongestOffset;
        return bound * (hash / (uint.MaxValue + 1.0));
    }

    /// <summary>
    /// The number of the round at an instant, counted from 1970, so that it is the same in every vantage and after every restart. A timer
    /// may fire a moment before or after its instant.
    /// </summary>
    public long NumberAt(DateTimeOffset at) => ((at - DateTimeOffset.UnixEpoch).Ticks + (Interval.Ticks / 2)) / Interval.Ticks;
}
