namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Which observations count as one moment. A round is as long as the median pause between two probes of one path,
/// within 10 s and 5 min; with nothing repeated it is 1 min. Each vantage has its own second within the round at which it
/// usually probes: its rounds are cut in the middle between, so that a late timer does not put a probe into the next one.
/// </summary>
internal sealed class RoundClock
{
    private readonly DateTimeOffset _start;

    private readonly double[] _phase;

    private readonly int _merged;

    private RoundClock(DateTimeOffset start, TimeSpan length, int rounds, double[] phase)
    {
        _phase = phase;
        _start = start;
        Length = length;
        _merged = ((rounds - 1) / MostRounds) + 1;
        Rounds = ((rounds - 1) / _merged) + 1;
    }

    /// <summary>How many rounds the window has; in a long window several of the fleet's rounds are one.</summary>
    public int Rounds { get; }

    /// <summary>How long a round of the fleet is, also where several are one.</summary>
    public TimeSpan Length { get; }

    /// <param name="seen">The observations, earliest first.</param>
    /// <param name="pathOf">Per observation: its path.</param>
    /// <param name="turnOf">Per path: a number that it shares with those of other depth or instance.</param>
    public static RoundClock From(IReadOnlyList<Observation> seen, int[] pathOf, IReadOnlyList<int> turnOf, PathGroups vantages)
    {
        if (seen is [])
        {
            return new(default, TimeSpan.FromMinutes(1), 1, []);
        }

        var pauses = PausesOf(seen, pathOf, turnOf);
        var median = pauses is [] ? TimeSpan.TicksPerMinute : pauses[pauses.Count / 2];
        var length = TimeSpan.FromTicks(Math.Clamp(median, 10 * TimeSpan.TicksPerSecond, 5 * TimeSpan.TicksPerMinute));
        var rounds = (int)((seen[^1].StartedAt - seen[0].StartedAt) / length) + 1;
        var sums = new (double X, double Y)[vantages.Names.Count];
        for (var at = 0; at < seen.Count; at++)
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * ((seen[at].StartedAt - seen[0].StartedAt) / length));
            ref var sum = ref sums[vantages.Of[pathOf[at]]];
            sum = (sum.X + cosine, sum.Y + sine);
        }

        return new(seen[0].StartedAt, length, rounds + 1, Array.ConvertAll(sums, PhaseOf));
    }

    /// <param name="at">When a probe began.</param>
    public int RoundOf(DateTimeOffset at, int vantage) =>
        Math.Clamp((int)Math.Round(((at - _start) / Length) - _phase[vantage]) / _merged, 0, Rounds - 1);

    /// <summary>The pauses between two probes of one path, whatever their depth, in ticks; shortest first.</summary>
    private static List<long> PausesOf(IReadOnlyList<Observation> seen, int[] pathOf, IReadOnlyList<int> turnOf)
    {
        var last = new long[turnOf.Count];
        Array.Fill(last, long.MaxValue);
        List<long> pauses = new(seen.Count);
        for (var at = 0; at < pathOf.Length; at++)
        {
            var now = seen[at].StartedAt.UtcTicks;
            ref var before = ref last[turnOf[pathOf[at]]];
            if (now > before)
            {
                pauses.Add(now - before);
            }

            before = now;
        }

        pauses.Sort();
        return pauses;
    }

    /// <summary>The mean of the fractions on a circle, 0 to 1.</summary>
    private static double PhaseOf((double X, double Y) sum)
    {
        var phase = Math.Atan2(sum.Y, sum.X) / (2 * Math.PI);
        return phase < 0 ? phase + 1 : phase;
    }

    // A day of one-minute rounds costs memory without telling more: there, six of them are one.
    private const int MostRounds = 240;
}
