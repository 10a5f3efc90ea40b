using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Attempts;

/// <summary>What one attempt saw, sanitized, and what a closer look needs, which is not sanitized.</summary>
internal sealed record AttemptEvidence
{
    public required IReadOnlyList<StageEvidence> Stages { get; init; }

    public IReadOnlyList<ExceptionLink>? Exception { get; init; }

    /// <summary>What the workload's runtime reported of itself; null when this process made the call or it reported nothing.</summary>
    public WorkloadFacts? Workload { get; init; }

    public ResponseEvidence? Response { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>What became of the idle connection; null when none was left idle.</summary>
    public IdleWait? Idle { get; init; }

    /// <summary>The depth that was reached: less than ordered when the credential had to be withheld.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>The path that was taken; null when the configuration failed.</summary>
    public PathPlan? Path { get; init; }

    /// <summary>The request that was made; null when the configuration failed.</summary>
    public RequestPlan? Plan { get; init; }

    /// <summary>What the response asks to change in the probe's own request; null when it refuses nothing that the probe chose.</summary>
    public ShapeChange? Wanted { get; init; }

    /// <summary>The secrets in use, for sanitizing whatever follows.</summary>
    public required IReadOnlyList<KnownSecret> Secrets { get; init; }

    /// <summary>The first failed stage.</summary>
    public StageEvidence? Broken => Stages.FirstOrDefault(stage => stage.Outcome is StageOutcome.Failed);
}
