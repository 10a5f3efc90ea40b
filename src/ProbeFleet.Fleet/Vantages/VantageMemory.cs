using System.Collections.Concurrent;
using ProbeFleet.Core.Baselines;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Core.Routes;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Storage.Baselines;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>
/// What a vantage knows of its routes from earlier rounds: which ones failed last, how each looked when it last worked, and how long that
/// usually takes.
/// </summary>
public sealed class VantageMemory
{
    /// <summary>A baseline that nothing contradicts is written anew after this time.</summary>
    private static readonly TimeSpan BaselineLifetime = TimeSpan.FromHours(1);

    private readonly Lock _timing = new();
    private readonly ConcurrentDictionary<RouteName, ProbeOutcome> _outcomes = new();
    private readonly ConcurrentDictionary<RouteName, ProbeResult> _healthy = new();
    private readonly ConcurrentDictionary<RouteName, LatencyWatch> _watches = new();

    /// <summary>Whether the route's last probe failed; false when there was none.</summary>
    /// <param name="route">The route.</param>
    public bool IsFailing(RouteName route) => _outcomes.GetValueOrDefault(route, ProbeOutcome.Passed) is ProbeOutcome.Failed;

    /// <summary>How the route looks when it works; null when it never did.</summary>
    /// <param name="route">The route.</param>
    public RouteBaseline? BaselineOf(RouteName route) => _healthy.TryGetValue(route, out var healthy)
        ? new() { Healthy = healthy, Usual = _watches.GetValueOrDefault(route)?.Usual ?? UsualTimes.None }
        : null;

    /// <summary>Takes over what was stored before this process began; what this process saw itself stays.</summary>
    /// <param name="outcomes">The last outcome of each route.</param>
    /// <param name="baselines">How each route looks when it works.</param>
    public void Recall(IEnumerable<KeyValuePair<RouteName, ProbeOutcome>> outcomes, IEnumerable<RouteBaseline> baselines)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(baselines);
        foreach (var (route, outcome) in outcomes)
        {
            _outcomes.TryAdd(route, outcome);
        }

        lock (_timing)
        {
            foreach (var baseline in baselines)
            {
                var (route, fingerprint) = (baseline.Healthy.Route.Name, baseline.Healthy.Fingerprint.Route);
                _healthy.TryAdd(route, baseline.Healthy);
                _watches.AddOrUpdate(
                    route,
                    _ => new(fingerprint, baseline.Usual),
                    (_, own) => own.RouteFingerprint == fingerprint ? own with { Usual = baseline.Usual } : own);
            }
        }
    }

    /// <summary>Compares how long a probe's stages took with what is usual, and learns from it.</summary>
    /// <param name="probe">A probe that is not of a burst.</param>
    /// <returns>The first stage that has become slow; null when none has.</returns>
    public SlowStage? Time(ProbeResult probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        lock (_timing)
        {
            var (after, slow) = LatencyWatch.Take(_watches.GetValueOrDefault(probe.Route.Name), probe);
            if (after is not null)
            {
                _watches[probe.Route.Name] = after;
            }

            return slow;
        }
    }

    /// <summary>Takes a result in.</summary>
    /// <param name="result">The result. One of a burst changes nothing.</param>
    /// <returns>Whether it is the route's new healthy look, to be stored.</returns>
    public bool Learn(RoundResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.IsConfirmation)
        {
            return false;
        }

        var probe = result.Result;
        _outcomes[probe.Route.Name] = probe.Outcome;
        if (probe is { Outcome: ProbeOutcome.Failed } or { Slow: not null } || !IsBetter(probe, _healthy.GetValueOrDefault(probe.Route.Name)))
        {
            return false;
        }

        _healthy[probe.Route.Name] = probe;
        return true;
    }

    // A shallower probe knows less, so it replaces a deeper one only when that one is of another route configuration.
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
}
