namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Which observations count as one moment. A round is as long as the median pause between two probes of one path,
/// within 10 s and 5 min; with nothing repeated it is 1 min.
/// </summary>
internal sealed class RoundClock
{
    private readonly DateTimeOffset _start;

    private RoundClock(DateTimeOffset start, TimeSpan length, int rounds)
    {
        _start = start;
        Length = length;
        Rounds = rounds;
    }

    public int Rounds { get; }

    public TimeSpan Length { get; }

    public static RoundClock Of(IReadOnlyList<Observation> seen)
    {
        if (seen is [])
        {
            return new(default, TimeSpan.FromMinutes(1), 1);
        }

        List<TimeSpan> pauses = [];
        Dictionary<Topology.ProbedPath, DateTimeOffset> last = [];
        foreach (var item in seen)
        {
            var cell = item.Path with { Depth = default };
            if (last.TryGetValue(cell, out var before) && item.StartedAt > before)
            {
                pauses.Add(item.StartedAt - before);
            }

            last[cell] = item.StartedAt;
        }

        pauses.Sort();
        var median = pauses is [] ? TimeSpan.FromMinutes(1) : pauses[pauses.Count / 2];
        var length = TimeSpan.FromTicks(Math.Clamp(median.Ticks, 10 * TimeSpan.TicksPerSecond, 5 * TimeSpan.TicksPerMinute));
        var rounds = (int)((seen[^1].StartedAt - seen[0].StartedAt) / length) + 1;
        return new(seen[0].StartedAt, length, Math.Min(rounds, MostRounds));
    }

    public int RoundOf(DateTimeOffset at) => Math.Min((int)((at - _start) / Length), Rounds - 1);

    // A day of one-minute rounds would cost memory without telling more.
    private const int MostRounds = 240;
}
