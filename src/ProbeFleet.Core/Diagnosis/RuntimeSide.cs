namespace ProbeFleet.Core.Diagnosis;

/// <summary>One of the two runtimes that <see cref="RuntimeDifferences"/> compares.</summary>
internal sealed record RuntimeSide
{
    /// <summary>The runtime's name for a sentence, such as <c>Python (httpx 0.23.3)</c>.</summary>
    public required string Name { get; init; }

    public required bool Passed { get; init; }

    public Stage? Break { get; init; }

    public StageFailure? Failure { get; init; }

    /// <summary>The proxy decision and its source.</summary>
    public ProxyFacts? Proxy { get; init; }

    /// <summary>The addresses that were tried, in order.</summary>
    public IReadOnlyList<AddressAttempt> Attempts { get; init; } = [];

    /// <summary>The TLS version that was agreed.</summary>
    public string? Protocol { get; init; }

    public int? Status { get; init; }

    /// <summary>How long the response's headers took.</summary>
    public TimeSpan? Respond { get; init; }

    /// <summary>The longest wait for a piece of a stream.</summary>
    public TimeSpan? Silence { get; init; }

    /// <summary>The facts of the workload's runtime; null for .NET.</summary>
    public WorkloadFacts? Workload { get; init; }

    public static RuntimeSide From(ProbeEvidence evidence, bool passed)
    {
        return new()
        {
            Name = NameOf(evidence.Workload),
            Passed = passed,
            Break = passed ? null : evidence.BrokenStage?.Stage,
            Failure = passed ? null : evidence.BrokenStage?.Failure,
            Proxy = evidence.Find<ConfigureEvidence>()?.Facts?.Proxy,
            Attempts = evidence.Find<ConnectEvidence>()?.Facts?.Attempts ?? [],
            Protocol = evidence.Find<SecureEvidence>()?.Facts?.Protocol,
            Status = evidence.Response?.Status,
            Respond = evidence.Response is null ? null : evidence.Find<RespondEvidence>()?.Duration,
            Silence = RuntimeControl.LongestSilenceOf(evidence),
            Workload = evidence.Workload,
        };
    }

    /// <summary>The .NET side, from the control of another runtime's probe.</summary>
    public static RuntimeSide From(RuntimeControl control)
    {
        return new()
        {
            Name = NameOf(null),
            Passed = control.Outcome is ProbeOutcome.Passed,
            Break = control.Break,
            Failure = control.Failure,
            Proxy = control.Proxy,
            Attempts = control.Attempts ?? [],
            Protocol = control.Protocol,
            Status = control.Status,
            Respond = control.Status is null ? null : control.Respond,
            Silence = control.LongestSilence,
        };
    }

    private static string NameOf(WorkloadFacts? workload) => workload switch
    {
        null => ".NET",
        { Runtime: WorkloadRuntime.Python } => $"Python ({ClientOf(workload)})",
        { Runtime: WorkloadRuntime.Node } => $"Node ({ClientOf(workload)})",
        _ => workload.Client,
    };

    private static string ClientOf(WorkloadFacts workload) =>
        workload.Packages?.GetValueOrDefault(workload.Client) is { } version
            ? $"{workload.Client} {version}"
            : $"{workload.Client} of {workload.Version}";
}
