using System.Collections.Concurrent;
using ProbeFleet.Core.Baselines;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Routes;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Storage.Baselines;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>What a vantage knows of its routes from earlier rounds: which ones failed last, and how each looked when it last worked.</summary>
public sealed class VantageMemory
{
    /// <summary>A baseline that nothing contradicts is written anew after this time.</summary>
    private static readonly TimeSpan BaselineLifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<RouteName, ProbeOutcome> _outcomes = new();
    private readonly ConcurrentDictionary<RouteName, RouteBaseline> _baselines = new();

    /// <summary>Whether the route's last probe failed; false when there was none.</summary>
    /// <param name="route">The route.</param>
    public bool IsFailing(RouteName route) => _outcomes.GetValueOrDefault(route, ProbeOutcome.Passed) is ProbeOutcome.Failed;

    /// <summary>How the route looks when it works; null when it never did.</summary>
    /// <param name="route">The route.</param>
    public RouteBaseline? BaselineOf(RouteName route) => _baselines.GetValueOrDefault(route);

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

        foreach (var baseline in baselines)
        {
            _baselines.TryAdd(baseline.Healthy.Route.Name, baseline);
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
        if (probe.Outcome is ProbeOutcome.Failed)
        {
            return false;
        }

        var before = BaselineOf(probe.Route.Name);
        var isBetter = IsBetter(probe, before?.Healthy);
        var after = RouteBaseline.After(before, probe);
        _baselines[probe.Route.Name] = isBetter ? after : after with { Healthy = before!.Healthy };
        return isBetter;
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
