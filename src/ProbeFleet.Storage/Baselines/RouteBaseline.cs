using ProbeFleet.Core.Baselines;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Routes;

namespace ProbeFleet.Storage.Baselines;

/// <summary>How a route looks from a vantage when it works.</summary>
public sealed record RouteBaseline
{
    /// <summary>How many durations are kept.</summary>
    public const int MostDurations = 60;

    /// <summary>The last healthy result of its vantage and route.</summary>
    public required ProbeResult Healthy { get; init; }

    /// <summary>The durations of recent healthy probes, newest first, at most <see cref="MostDurations"/>.</summary>
    public required IReadOnlyList<BaselineDuration> Durations { get; init; }

    /// <summary>The baseline after one more healthy result of the same vantage and route.</summary>
    /// <param name="before">The baseline so far; null when there is none.</param>
    /// <param name="healthy">The result; it passed and is no variant.</param>
    /// <exception cref="ArgumentException">The result failed, or is a variant's.</exception>
    public static RouteBaseline After(RouteBaseline? before, ProbeResult healthy)
    {
        ArgumentNullException.ThrowIfNull(healthy);
        if (healthy is not { Outcome: ProbeOutcome.Passed, Variant: null })
        {
            throw new ArgumentException("A baseline is made from a passed probe, and not from a variant of one.", nameof(healthy));
        }

        var duration = new BaselineDuration(healthy.Depth, TimeSpan.FromMicroseconds(Math.Round(healthy.Duration.TotalMicroseconds)));
        return new() { Healthy = healthy, Durations = [.. ((BaselineDuration[])[duration, .. before?.Durations ?? []]).Take(MostDurations)] };
    }

    /// <summary>The normal spread of the duration; null when too few are known.</summary>
    /// <param name="depth">The depth to compare with.</param>
    public LatencyBaseline? LatencyOf(ProbeDepth depth) =>
        LatencyBaseline.From(Durations.Where(duration => duration.Depth == depth).Select(duration => duration.Duration));
}
