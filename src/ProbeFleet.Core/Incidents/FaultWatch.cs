using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Detection;

namespace ProbeFleet.Core.Incidents;

/// <summary>The state of the detectors after a replay.</summary>
/// <param name="Kept">The state from which the next replay starts.</param>
/// <param name="Settled">The groups after the last finished round, for judging recovery.</param>
/// <param name="Live">The groups including the current round, for judging alarms.</param>
internal sealed record WatchReading(
    DetectionState Kept, IReadOnlyDictionary<string, GroupState> Settled, IReadOnlyDictionary<string, GroupState> Live);

/// <summary>
/// Replays stored results through the detectors, round by round: one detector per crossed component, and one per vantage, route and depth.
/// A first failure confirmed by its burst alarms at once. Pure.
/// </summary>
internal sealed class FaultWatch(FleetTopology topology, TimeSpan round)
{
    private const double DaysPerAlarm = 7;

    private readonly Dictionary<ProbedPath, string[]> _groupsOf = [];
    private readonly AlarmRule _rule = AlarmRule.For(AlarmRule.UsualRate, AlarmRule.FailingRate, ProbesPerAlarm(topology, round));

    public static string CellGroup(RouteCell cell, ProbeDepth depth) => $"cell:{cell}@{depth}";

    /// <summary>Replays the observations since the state.</summary>
    /// <param name="observations">Observations of known vantages and routes.</param>
    /// <param name="keepAt">The next replay starts at the round of this instant.</param>
    /// <param name="from">When the window begins: what was reported before it is out of sight, and so forgotten.</param>
    public WatchReading Replay(
        DetectionState before, IEnumerable<Observation> observations, DateTimeOffset from, DateTimeOffset keepAt, DateTimeOffset now)
    {
        var groups = new Dictionary<string, GroupState>(before.Groups, StringComparer.Ordinal);
        var (keptFrom, running) = (RoundOf(keepAt), RoundOf(now));
        DetectionState? kept = keptFrom <= RoundOf(before.At) ? before : null;
        Dictionary<string, GroupState>? settled = null;
        foreach (var moment in observations.Where(item => item.StartedAt >= before.At).GroupBy(
            item => RoundOf(item.StartedAt)).OrderBy(item => item.Key))
        {
            kept ??= moment.Key >= keptFrom ? Keep(groups, keptFrom, before, from) : null;
            settled ??= moment.Key >= running ? new(groups, StringComparer.Ordinal) : null;
            Apply(groups, [.. moment.OrderBy(item => item.StartedAt)], Start(moment.Key + 1));
        }

        return new(kept ?? Keep(groups, keptFrom, before, from), settled ?? groups, groups);
    }

    /// <summary>The groups in which an observation counts.</summary>
    public IReadOnlyList<string> GroupsOf(Observation observation)
    {
        if (!_groupsOf.TryGetValue(observation.Path, out var groups))
        {
            // A variant takes another path than the workload: it counts for the components that it crosses, and not for the cell.
            var components = topology.Crossed(observation.Path).Select(component => component.Name);
            groups = observation.Path.Variant is ProbeVariant.Full
                ? [.. components, CellGroup(RouteCell.From(observation), observation.Path.Depth)]
                : [.. components];
            _groupsOf[observation.Path] = groups;
        }

        return groups;
    }

    private void Apply(Dictionary<string, GroupState> groups, Observation[] moment, DateTimeOffset end)
    {
        Dictionary<string, (int Passed, int Failed)> counts = new(StringComparer.Ordinal);
        foreach (var item in moment)
        {
            var failed = Symptoms.From(item) is not null;
            foreach (var group in failed ? GroupsOf(item) : [.. GroupsOf(item), .. Shallower(item, groups)])
            {
                var (passes, failures) = counts.GetValueOrDefault(group);
                counts[group] = failed ? (passes, failures + 1) : (passes + 1, failures);
            }
        }

        foreach (var (group, (passes, failures)) in counts)
        {
            groups[group] = FaultDetector.Step(groups.GetValueOrDefault(group) ?? new(), new(end, passes, failures), _rule).State;
        }

        var full = moment.Where(item => item.Path.Variant is ProbeVariant.Full);
        foreach (var failure in full.GroupBy(RouteCell.From).Select(cell => Confirmed([.. cell])).OfType<Observation>())
        {
            var group = CellGroup(RouteCell.From(failure), failure.Path.Depth);
            groups[group] = FaultDetector.Confirm(groups[group], end);
        }
    }

    /// <summary>
    /// The failing groups of the cell that go less deep, which a pass proves too: only bursts probe some of them, and those not in every
    /// round.
    /// </summary>
    private static IEnumerable<string> Shallower(Observation pass, Dictionary<string, GroupState> groups) =>
        pass.Path.Variant is ProbeVariant.Full
            ? Enum.GetValues<ProbeDepth>().Where(depth => depth < pass.Path.Depth).Select(depth => CellGroup(RouteCell.From(pass), depth))
                .Where(group => groups.TryGetValue(group, out var state) && state.IsFailing)
            : [];

    /// <summary>The cell's first failure of the round if the probes right after it confirm it; otherwise null.</summary>
    private static Observation? Confirmed(Observation[] cell)
    {
        var first = Array.FindIndex(cell, item => Symptoms.From(item) is not null);
        if (first < 0)
        {
            return null;
        }

        var after = cell[(first + 1)..].Select(item => new BurstAttempt(Symptoms.From(item) is null, item.Cause));
        return BurstTest.Decide([.. after]).Verdict is BurstVerdict.Failing ? cell[first] : null;
    }

    private DetectionState Keep(Dictionary<string, GroupState> groups, long keptFrom, DetectionState before, DateTimeOffset from)
    {
        var at = Start(keptFrom);
        return new(at, groups
            .Select(group => KeyValuePair.Create(
                group.Key,
                group.Value with
                {
                    Opened = FaultDetector.Remember(group.Value.Opened, at),
                    Incidents = FaultDetector.Remember(group.Value.Incidents, at),
                }))
            .Where(group => group.Value is { IsFailing: true } or { Level: > 0 } or { Opened: not [] } or { Incidents: not [] })
            .ToDictionary(group => group.Key, group => group.Value))
        {
            Cleared = before.Cleared.Where(cleared => cleared.Value > from).ToDictionary(cleared => cleared.Key, cleared => cleared.Value),
        };
    }

    private long RoundOf(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / round.Ticks;

    private DateTimeOffset Start(long number) => DateTimeOffset.UnixEpoch + (number * round);

    /// <summary>The probes per false alarm, so that the whole fleet raises one in a week; each probe counts in about ten groups.</summary>
    private static double ProbesPerAlarm(FleetTopology topology, TimeSpan round)
    {
        var cells = topology.Routes.Sum(route => topology.Vantages.Count(vantage => route.IsProbedFrom(vantage.Name)));
        return Math.Clamp(10.0 * cells * (TimeSpan.FromDays(DaysPerAlarm) / round), 1e4, 1e9);
    }
}
