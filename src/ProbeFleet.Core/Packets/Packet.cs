namespace ProbeFleet.Core.Packets;

/// <summary>
/// The sanitized handover to the party that has to act: what was called, from where, what was proved, what changed and what would prove
/// the fix. Never contains a key, all headers or customer data.
/// </summary>
public sealed record Packet
{
    /// <summary>The schema version of the packet. Readers refuse a higher one.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The subject of the packet.</summary>
    public required PacketKind Kind { get; init; }

    /// <summary>When the packet was made, UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The ID of the probe that the packet is made from.</summary>
    public required Guid ProbeId { get; init; }

    /// <summary>When the probe began: ISO-8601, UTC.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>The route: kind, base URL, model, API version.</summary>
    public required ProbedRoute Route { get; init; }

    /// <summary>The hash that decides whether two probes of the route are comparable: <c>sha256:…</c>.</summary>
    public required string RouteFingerprint { get; init; }

    /// <summary>The SDK that made the call.</summary>
    public required PacketSdk Sdk { get; init; }

    /// <summary>The vantage of the probe: region, network, runtime.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>The facts that the workload's own runtime reported; absent when ProbeFleet's own process made the call.</summary>
    public WorkloadFacts? Workload { get; init; }

    /// <summary>The depth that the probe was asked for.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>The variant that was run; absent for the probe itself.</summary>
    public ProbeVariant? Variant { get; init; }

    /// <summary>Whether the route answered.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The first failed stage: where the evidence changes; null when none failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Stage? Break { get; init; }

    /// <summary>The stage of a passed probe that has become slow; absent when there is none.</summary>
    public SlowStage? Slow { get; init; }

    /// <summary>The stages, in order.</summary>
    public required IReadOnlyList<PacketStage> Stages { get; init; }

    /// <summary>The exception chain, outermost first.</summary>
    public required IReadOnlyList<ExceptionLink> Exceptions { get; init; }

    /// <summary>The response, or the fact that none came.</summary>
    public required PacketAnswer Answer { get; init; }

    /// <summary>The diagnosis.</summary>
    public required PacketDiagnosis Diagnosis { get; init; }

    /// <summary>The facts already proved to work on the same path.</summary>
    public required IReadOnlyList<ProvedFact> Proved { get; init; }

    /// <summary>The failures on the same path; empty when there are none.</summary>
    public IReadOnlyList<ProvedFact> Failing { get; init => field = value ?? []; } = [];

    /// <summary>
    /// What changed since an earlier healthy probe from this vantage, kept for up to an hour while nothing changes; absent without one.
    /// </summary>
    public BaselineComparison? Changed { get; init; }

    /// <summary>The incident and the reasons for its verdict; absent for a single probe.</summary>
    public PacketIncident? Incident { get; init; }

    /// <summary>The results of other routes and vantages; empty for a single probe.</summary>
    public IReadOnlyList<PacketComparison> Comparison { get; init => field = value ?? []; } = [];

    /// <summary>The intended recipient of the packet.</summary>
    public required PacketRecipient Recipient { get; init; }

    /// <summary>The steps to take, in order.</summary>
    public required IReadOnlyList<string> DoNext { get; init; }

    /// <summary>The steps to avoid, with the reason.</summary>
    public required IReadOnlyList<string> DoNot { get; init; }

    /// <summary>The requests that prove the fix.</summary>
    public required PacketProof Verification { get; init; }

    /// <summary>The schema version that this code writes.</summary>
    public static int CurrentSchema => 1;
}

/// <summary>The subjects of a packet.</summary>
[JsonConverter(typeof(WireWordConverter<PacketKind>))]
public enum PacketKind
{
    /// <summary>A single probe.</summary>
    [JsonStringEnumMemberName("probe")] Probe,

    /// <summary>An incident; the probe is its most telling one.</summary>
    [JsonStringEnumMemberName("incident")] Incident,
}
