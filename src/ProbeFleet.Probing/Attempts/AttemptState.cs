using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Attempts;

/// <summary>What the steps of one attempt share.</summary>
internal sealed class AttemptState(ProbeSurroundings surroundings, ProbeRequest order, StageRecorder recorder)
{
    public ProbeSurroundings Surroundings => surroundings;

    public ProbeRequest Order => order;

    public StageRecorder Recorder => recorder;

    public AttemptFacts Facts { get; } = new();

    /// <summary>The secrets in play so far.</summary>
    public List<KnownSecret> Secrets { get; } = [.. ProxySecrets.In(surroundings.Environment).Select(secret => new KnownSecret(secret))];

    /// <summary>How far the attempt goes: less than was ordered when the credential has to be withheld.</summary>
    public ProbeDepth Depth { get; set; } = order.Depth;

    /// <summary>The way; null until it is planned.</summary>
    public PathPlan? Path { get; set; }

    /// <summary>The request; null until it is planned.</summary>
    public RequestPlan? Plan { get; set; }

    /// <summary>What the workload's runtime said of itself.</summary>
    public WorkloadFacts? Workload { get; set; }

    /// <summary>The exceptions of the workload's runtime.</summary>
    public IReadOnlyList<ExceptionLink>? RuntimeException { get; set; }

    /// <summary>What became of the connection that was left idle; null when none was.</summary>
    public IdleWait? Idle { get; set; }

    /// <summary>What ended the call in this process; null when it came to its end.</summary>
    public Exception? Thrown { get; set; }

    public Sanitizer Sanitizer => surroundings.Sanitizers.For(Secrets);
}
