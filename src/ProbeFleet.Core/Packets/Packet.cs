using System.Text.Json.Serialization;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Packets;

/// <summary>
/// The sanitized hand-over to whoever has to act: what was called, from where, what was proved, what changed and what would
/// prove the fix. Never a key, a full set of headers or customer data.
/// </summary>
public sealed record Packet
{
    /// <summary>The version of this shape. A reader refuses a higher one.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>What the packet is about.</summary>
    public required PacketKind Kind { get; init; }

    /// <summary>When the packet was made, UTC.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The probe that the packet is made from.</summary>
    public required Guid ProbeId { get; init; }

    /// <summary>When the probe began: ISO-8601, UTC.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>The route: kind, base URL, model, API version.</summary>
    public required ProbedRoute Route { get; init; }

    /// <summary>What makes two probes of the route comparable: <c>sha256:…</c>.</summary>
    public required string RouteFingerprint { get; init; }

    /// <summary>The SDK that made the call.</summary>
    public required PacketSdk Sdk { get; init; }

    /// <summary>Where the probe ran: region, network, runtime.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>What the workload's own runtime said of itself; absent when ProbeFleet's own process made the call.</summary>
    public WorkloadFacts? Workload { get; init; }

    /// <summary>How far the probe was asked to go.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>Which variant of the probe it was; absent for the probe itself.</summary>
    public ProbeVariant? Variant { get; init; }

    /// <summary>Whether the route answered.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The first failed stage: where the evidence changes; null when none failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Stage? Break { get; init; }

    /// <summary>The stage of a passed probe that has become slow; absent when none has.</summary>
    public SlowStage? Slow { get; init; }

    /// <summary>The stages in order.</summary>
    public required IReadOnlyList<PacketStage> Stages { get; init; }

    /// <summary>The exception chain, outermost first.</summary>
    public required IReadOnlyList<ExceptionLink> Exceptions { get; init; }

    /// <summary>What came back, or that nothing did.</summary>
    public required PacketAnswer Answer { get; init; }

    /// <summary>The judgement.</summary>
    public required PacketDiagnosis Diagnosis { get; init; }

    /// <summary>What was already proved to work from the same path.</summary>
    public required IReadOnlyList<ProvedFact> Proved { get; init; }

    /// <summary>What fails from the same path, and how; empty when nothing does.</summary>
    public IReadOnlyList<ProvedFact> Failing { get; init; } = [];

    /// <summary>What changed since the route last worked from this vantage; absent without a baseline.</summary>
    public BaselineComparison? Changed { get; init; }

    /// <summary>The incident, and why the verdict is what it is; absent for a single probe.</summary>
    public PacketIncident? Incident { get; init; }

    /// <summary>The same over other routes and vantages; empty for a single probe.</summary>
    public IReadOnlyList<PacketComparison> Comparison { get; init; } = [];

    /// <summary>Who should receive the packet.</summary>
    public required PacketRecipient Recipient { get; init; }

    /// <summary>What to do next, in order.</summary>
    public required IReadOnlyList<string> DoNext { get; init; }

    /// <summary>What not to do, and why.</summary>
    public required IReadOnlyList<string> DoNot { get; init; }

    /// <summary>What proves the fix.</summary>
    public required PacketProof Verification { get; init; }

    /// <summary>The schema version that this code writes.</summary>
    [JsonIgnore]
    public static int CurrentSchema => 1;
}

/// <summary>What a packet is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PacketKind>))]
public enum PacketKind
{
    /// <summary>One probe.</summary>
    [JsonStringEnumMemberName("probe")] Probe,

    /// <summary>An incident; the probe is its most telling one.</summary>
    [JsonStringEnumMemberName("incident")] Incident,
}
