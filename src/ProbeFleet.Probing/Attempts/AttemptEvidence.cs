using ProbeFleet.Core.Model;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Attempts;

/// <summary>What one attempt saw, sanitized; with what a closer look needs, which is not.</summary>
internal sealed record AttemptEvidence
{
    public required IReadOnlyList<StageEvidence> Stages { get; init; }

    public IReadOnlyList<ExceptionLink>? Exception { get; init; }

    /// <summary>What the workload's runtime said of itself; null when this process made the call, or the runtime said nothing.</summary>
    public WorkloadFacts? Workload { get; init; }

    public ResponseEvidence? Response { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>What became of the connection that was left idle; null when it was not.</summary>
    public IdleWait? Idle { get; init; }

    /// <summary>How far it went: less than was ordered when the credential had to be withheld.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>The way that was taken; null when the configuration failed.</summary>
    public PathPlan? Path { get; init; }

    /// <summary>The request that was made; null when the configuration failed.</summary>
    public RequestPlan? Plan { get; init; }

    /// <summary>What the answer asks the probe to change in its own request; null when it refuses nothing that the probe chose.</summary>
    public ShapeChange? Wanted { get; init; }

    /// <summary>The secrets that were in play, for the sanitizer of whatever follows.</summary>
    public required IReadOnlyList<KnownSecret> Secrets { get; init; }

    /// <summary>The first failed stage.</summary>
    public StageEvidence? Broken => Stages.FirstOrDefault(stage => stage.Outcome is StageOutcome.Failed);
}
