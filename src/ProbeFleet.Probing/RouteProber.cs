using ProbeFleet.Core.Evidence;

namespace ProbeFleet.Probing;

/// <summary>Makes one same-path probe of one route: one SDK call on a connection of its own, every stage timed.</summary>
/// <param name="surroundings">The process's environment and clock.</param>
public sealed class RouteProber(ProbeSurroundings surroundings)
{
    /// <summary>Probes a route. What goes wrong is in the result; nothing but a bug is thrown.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Told of each stage as it begins; null when nobody watches.</param>
    /// <param name="cancellationToken">The caller's own wish to stop: the result then says <c>probe.cancelled</c>.</param>
    public Task<ProbeResult> ProbeAsync(ProbeRequest request, IProgress<Stage>? progress, CancellationToken cancellationToken)
    {
        _ = surroundings;
        throw new NotSupportedException();
    }
}
