using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Evidence;

namespace ProbeFleet.Core.Baselines;

/// <summary>Says what changed between a healthy result and another of the same route and vantage.</summary>
public static class BaselineComparer
{
    /// <summary>Compares.</summary>
    /// <param name="baseline">The healthy result.</param>
    /// <param name="now">The result to explain.</param>
    /// <param name="latency">The normal spread of the duration; null when unknown, and then the duration is not compared.</param>
    /// <returns>
    /// The changed facts. When the two are not of the same route (<see cref="RouteComparability"/>), nothing is compared:
    /// <see cref="BaselineComparison.NotComparable"/> lists the fields that differ.
    /// </returns>
    public static BaselineComparison Compare(ProbeResult baseline, ProbeResult now, LatencyBaseline? latency = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(now);
        var comparison = new BaselineComparison { ProbeId = baseline.Id, At = baseline.StartedAt };
        return RouteComparability.Judge(CauseOf(baseline, now), RouteIdentity.Of(baseline), RouteIdentity.Of(now)) switch
        {
            RouteSameness.Different(var fields) => comparison with { NotComparable = fields },
            RouteSameness.SameButCredential(var credential) => comparison with { Changed = [.. credential, .. Changed(baseline, now, latency)] },
            _ => comparison with { Changed = [.. Changed(baseline, now, latency)] },
        };
    }

    /// <summary>A credential that failed may be the earlier one (compared after its fix) or the later one.</summary>
    private static Cause CauseOf(ProbeResult baseline, ProbeResult now) =>
        RouteComparability.IsOfTheCredential(now.Diagnosis.Cause) ? now.Diagnosis.Cause : baseline.Diagnosis.Cause;

    private static IEnumerable<ChangedFact> Changed(ProbeResult baseline, ProbeResult now, LatencyBaseline? latency) =>
        [.. ComparableFacts.Changed(baseline, now), .. Duration(baseline, now, latency)];

    /// <summary>Only a probe that went the whole way says something about the route's duration.</summary>
    private static IEnumerable<ChangedFact> Duration(ProbeResult baseline, ProbeResult now, LatencyBaseline? latency) =>
        latency is not null && now.Outcome is ProbeOutcome.Passed && now.Depth == baseline.Depth && now.Duration > latency.LongestNormal
            ? [new("latency", $"median {FactText.Of(latency.Median)}, normal up to {FactText.Of(latency.LongestNormal)}", FactText.Of(now.Duration))]
            : [];
}
