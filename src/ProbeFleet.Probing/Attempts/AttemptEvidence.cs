using System.Net;

namespace ProbeFleet.Probing.Attempts;

/// <summary>What one attempt saw, sanitized.</summary>
/// <param name="State">What the attempt's steps shared, also depth, idle connection and workload; its secrets are not sanitized.</param>
/// <param name="Wanted">
/// What the response asks to change in the probe's own request; null when it refuses nothing that the probe chose.
/// </param>
internal sealed record AttemptEvidence(
    AttemptState State, IReadOnlyList<StageEvidence> Stages, IReadOnlyList<ExceptionLink>? Exception, ResponseEvidence? Response,
    TimeSpan Duration, ShapeChange? Wanted)
{
    /// <summary>The first failed stage.</summary>
    public StageEvidence? Broken => Stages.FirstOrDefault(stage => stage.Outcome is StageOutcome.Failed);

    /// <summary>The addresses that the probe resolved; the proxy's when there is one.</summary>
    public IEnumerable<IPAddress> Addresses => (Find<ResolveEvidence>().Facts?.Addresses ?? []).Select(IPAddress.Parse);

    public T Find<T>()
        where T : StageEvidence => Stages.OfType<T>().Single();
}
