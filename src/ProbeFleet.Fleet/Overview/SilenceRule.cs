using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fleet.Overview;

/// <summary>
/// When a vantage counts as silent: after three of its rounds without a word. It says itself how far its next three are apart; where a
/// version said it that did not, the usual time between two probes of a route tells.
/// </summary>
internal sealed class SilenceRule(IEnumerable<RouteSnapshot> snapshots)
{
    /// <summary>How many rounds without a word are silence.</summary>
    public const int Rounds = 3;

    /// <summary>Three one-minute rounds: never less by probes alone, as probes on demand and bursts are closer than rounds.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(3);

    private readonly Lazy<TimeSpan> _byProbes = new(() =>
        Median(snapshots.Select(GapOf).OfType<TimeSpan>()) is { } gap && Rounds * gap > Least ? Rounds * gap : Least);

    /// <summary>Whether a vantage has said nothing for too long, by the storage account's clock where known.</summary>
    public bool IsSilent(VantageHeartbeat heartbeat, DateTimeOffset now) =>
        now - (heartbeat.StoredAt ?? heartbeat.At) > (heartbeat.Interval is { } interval ? Rounds * interval : _byProbes.Value);

    private static TimeSpan? GapOf(RouteSnapshot snapshot) =>
        Median(snapshot.Recent.Zip(snapshot.Recent.Skip(1), (later, earlier) => later.At - earlier.At));

    private static TimeSpan? Median(IEnumerable<TimeSpan> spans)
    {
        TimeSpan[] ordered = [.. spans.Order()];
        return ordered is [] ? null : ordered[ordered.Length / 2];
    }
}
