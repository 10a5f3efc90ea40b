namespace ProbeFleet.Core.Diagnosis;

/// <summary>One of the two runtimes that <see cref="RuntimeDifferences"/> compares.</summary>
/// <param name="Workload">The facts of the workload's runtime; null for .NET.</param>
/// <param name="Seen">What it saw; a cause and an owner in it are not compared.</param>
internal sealed record RuntimeSide(WorkloadFacts? Workload, RuntimeControl Seen)
{
    /// <summary>The runtime's name for a sentence, such as <c>Python (httpx 0.23.3)</c>.</summary>
    public string Name => Workload switch
    {
        null => ".NET",
        { Runtime: WorkloadRuntime.Python } => $"Python ({ClientOf(Workload)})",
        { Runtime: WorkloadRuntime.Node } => $"Node ({ClientOf(Workload)})",
        _ => Workload.Client,
    };

    public bool Passed => Seen.Outcome is ProbeOutcome.Passed;

    /// <summary>How long the response's headers took; null when none came.</summary>
    public TimeSpan? Respond => Seen.Status is null ? null : Seen.Respond;

    public static RuntimeSide From(ProbeEvidence evidence, bool passed) => new(evidence.Workload, RuntimeControl.From(evidence, passed));

    private static string ClientOf(WorkloadFacts workload) =>
        workload.Packages?.GetValueOrDefault(workload.Client) is { } version
            ? $"{workload.Client} {version}"
            : $"{workload.Client} of {workload.Version}";
}
