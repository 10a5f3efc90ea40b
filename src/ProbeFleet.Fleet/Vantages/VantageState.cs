using System.Collections.Concurrent;
using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Storage.Baselines;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>
/// What a process knows of the vantage's routes from earlier rounds: which failed last, each one's baseline, and how long it usually takes.
/// It is a cache: other processes probe the same routes, and their later stored results are taken over.
/// </summary>
public sealed class VantageState
{
    /// <summary>After this time a baseline is written again even if nothing has changed.</summary>
    private static readonly TimeSpan BaselineLifetime = TimeSpan.FromHours(1);

    private readonly Lock _timing = new();
    private readonly ConcurrentDictionary<RouteName, LastOutcome> _outcomes = new();
    private readonly ConcurrentDictionary<RouteName, ProbeResult> _healthy = new();
    private readonly ConcurrentDictionary<RouteName, Watched> _watches = new();

    /// <summary>Whether stored values were taken over once; until then nothing here may replace them in storage.</summary>
    public bool IsRecalled { get; private set; }

    /// <summary>Whether the route's last probe failed; false when there was none.</summary>
    public bool IsFailing(RouteName route) => _outcomes.GetValueOrDefault(route)?.Outcome is ProbeOutcome.Failed;

    /// <summary>How the route looks when it works; null when it never did.</summary>
    public RouteBaseline? BaselineOf(RouteName route) => _healthy.TryGetValue(route, out var healthy)
        ? new() { Healthy = healthy, Usual = _watches.GetValueOrDefault(route)?.Watch.Usual ?? UsualTimes.None }
        : null;

    /// <summary>
    /// Takes over stored values, except where this process has seen something newer. The first time, stored baselines and usual times
    /// replace its own: it learned without them, so its own are newer, but are no better.
    /// </summary>
    public void Recall(IEnumerable<LastOutcome> outcomes, IEnumerable<RouteBaseline> baselines)
    {
        foreach (var stored in outcomes)
        {
            _outcomes.AddOrUpdate(stored.Route, stored, (_, own) => stored.At > own.At ? stored : own);
        }

        lock (_timing)
        {
            foreach (var (stored, usual) in baselines.Select(baseline => (baseline.Healthy, baseline.Usual)))
            {
                var (route, fingerprint) = (stored.Route.Name, stored.Fingerprint.Route);
                _healthy.AddOrUpdate(route, stored, (_, own) => IsTaken(own.StartedAt, own.Fingerprint.Route) ? stored : own);

                // The process that learned last had read what the others stored, so its values include theirs.
                _watches.AddOrUpdate(
                    route,
                    _ => new(new(fingerprint, usual), stored.StartedAt),
                    (_, own) => !IsTaken(own.At, own.Watch.RouteFingerprint) ? own
                        : new(own.Watch.RouteFingerprint == fingerprint
                            ? own.Watch with { Usual = usual }
                            : new(fingerprint, usual), stored.StartedAt));

                bool IsTaken(DateTimeOffset ownAt, string ownFingerprint) =>
                    stored.StartedAt > ownAt || (!IsRecalled && ownFingerprint == fingerprint);
            }

            IsRecalled = true;
        }
    }

    /// <summary>Compares a probe's stage times with the usual ones, and learns from them.</summary>
    /// <param name="probe">A probe that does not belong to a burst.</param>
    /// <returns>The first stage that has become slow; null when none has.</returns>
    public SlowStage? Time(ProbeResult probe)
    {
        lock (_timing)
        {
            var before = _watches.GetValueOrDefault(probe.Route.Name)?.Watch;
            var (after, slow) = LatencyWatch.Take(before, probe);
            if (after is not null && !ReferenceEquals(after, before))
            {
                _watches[probe.Route.Name] = new(after, probe.StartedAt);
            }

            return slow;
        }
    }

    /// <summary>Updates the route's last outcome and baseline from a result.</summary>
    /// <param name="result">The result. Bursts and variants change nothing; a variant takes another path than the workload.</param>
    /// <returns>Whether the result is the route's new baseline, to be stored.</returns>
    public bool Learn(RoundResult result)
    {
        if (result.IsConfirmation || result.Result.Variant is not null)
        {
            return false;
        }

        var probe = result.Result;
        _outcomes[probe.Route.Name] = new(probe.Route.Name, probe.Outcome, probe.StartedAt);
        if (probe is { Outcome: ProbeOutcome.Failed } or { Slow: not null }
            || !IsBetter(probe, _healthy.GetValueOrDefault(probe.Route.Name)))
        {
            return false;
        }

        _healthy[probe.Route.Name] = probe;
        return true;
    }

    // A shallower probe knows less, so it replaces a deeper one only after the route's configuration changed.
    private static bool IsBetter(ProbeResult probe, ProbeResult? baseline)
    {
        if (baseline is null || baseline.Fingerprint.Route != probe.Fingerprint.Route)
        {
            return true;
        }

        return probe.Depth >= baseline.Depth
            && (probe.Depth > baseline.Depth
                || probe.StartedAt - baseline.StartedAt >= BaselineLifetime
                || BaselineComparer.Compare(baseline, probe).Changed is not []);
    }

    private sealed record Watched(LatencyWatch Watch, DateTimeOffset At);
}

/// <summary>What came of a route's last scheduled probe.</summary>
/// <param name="At">When the probe began.</param>
public sealed record LastOutcome(RouteName Route, ProbeOutcome Outcome, DateTimeOffset At);
