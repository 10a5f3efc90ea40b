using ProbeFleet.Storage.Snapshots;

namespace ProbeFleet.Cli.Fleets;

/// <summary>When a vantage counts as silent: after three rounds. Storage does not say how long a round is, but its probes do.</summary>
internal static class SilenceRule
{
    private const int Rounds = 3;

    /// <summary>Three one-minute rounds: never less, as probes on demand and bursts are closer than rounds.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(3);

    /// <summary>Three times the usual time between two probes of a route.</summary>
    public static TimeSpan Of(IEnumerable<RouteSnapshot> snapshots)
    {
        var usual = Median(snapshots.Select(GapOf).OfType<TimeSpan>());
        return usual is { } gap && Rounds * gap > Least ? Rounds * gap : Least;
    }

    private static TimeSpan? GapOf(RouteSnapshot snapshot) =>
        Median(snapshot.Recent.Zip(snapshot.Recent.Skip(1), (later, earlier) => later.At - earlier.At));

    private static TimeSpan? Median(IEnumerable<TimeSpan> spans)
    {
        TimeSpan[] ordered = [.. spans.Order()];
        return ordered is [] ? null : ordered[ordered.Length / 2];
    }
}
