using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Which observations count as one moment. A round is as long as the median pause between two probes of one path,
/// within 10 s and 5 min; with nothing repeated it is 1 min. Each vantage has its own second within the round at which it
/// usually probes: its rounds are cut in the middle between, so that a late timer does not put a probe into the next one.
/// </summary>
internal sealed class RoundClock
{
    private readonly DateTimeOffset _start;

    private readonly Dictionary<VantageName, double> _phase;

    private readonly int _merged;

    private RoundClock(DateTimeOffset start, TimeSpan length, int rounds, Dictionary<VantageName, double> phase)
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

    public static RoundClock Of(IReadOnlyList<Observation> seen)
    {
        if (seen is [])
        {
            return new(default, TimeSpan.FromMinutes(1), 1, []);
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
        var phase = seen.GroupBy(item => item.Path.Vantage)
            .ToDictionary(group => group.Key, group => PhaseOf(group.Select(item => (item.StartedAt - seen[0].StartedAt) / length)));
        return new(seen[0].StartedAt, length, rounds + 1, phase);
    }

    public int RoundOf(Observation item) =>
        Math.Clamp((int)Math.Round(((item.StartedAt - _start) / Length) - _phase[item.Path.Vantage]) / _merged, 0, Rounds - 1);

    /// <summary>The mean of the fractions on a circle, 0 to 1.</summary>
    private static double PhaseOf(IEnumerable<double> rounds)
    {
        var (x, y) = (0.0, 0.0);
        foreach (var round in rounds)
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * round);
            (x, y) = (x + cosine, y + sine);
        }

        var phase = Math.Atan2(y, x) / (2 * Math.PI);
        return phase < 0 ? phase + 1 : phase;
    }

    // A day of one-minute rounds costs memory without telling more: there, six of them are one.
    private const int MostRounds = 240;
}
