using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>One probe: its evidence and the judgement on it.</summary>
public sealed record ProbeResult : ProbeEvidence
{
    /// <summary>Whether the route answered.</summary>
    [JsonPropertyOrder(-12)]
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The first failed stage: where the evidence changes; null when none failed.</summary>
    [JsonPropertyOrder(-11), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Stage? Break { get; init; }

    /// <summary>The judgement.</summary>
    [JsonPropertyOrder(1)]
    public required ProbeDiagnosis Diagnosis { get; init; }

    /// <summary>What changed since it last worked; absent without a comparable baseline.</summary>
    [JsonPropertyOrder(2)]
    public BaselineComparison? Baseline { get; init; }

    /// <summary>What the provider's status page said; context, never proof.</summary>
    [JsonPropertyOrder(3)]
    public StatusPageReading? StatusPage { get; init; }

    /// <summary>The first stage that has become slower than usual; absent when none has, or nothing is known of usual times.</summary>
    [JsonPropertyOrder(3)]
    public SlowStage? Slow { get; init; }

    /// <summary>The verdict of the burst of probes that ended with this one; absent when none did.</summary>
    [JsonPropertyOrder(3)]
    public BurstVerdict? Burst { get; init; }

    /// <summary>What makes two results comparable.</summary>
    [JsonPropertyOrder(4)]
    public required Fingerprint Fingerprint { get; init; }
}

/// <summary>Whether a probe's route answered.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProbeOutcome>))]
public enum ProbeOutcome
{
    /// <summary>The route works as far as the probe's depth goes.</summary>
    [JsonStringEnumMemberName("passed")] Passed,

    /// <summary>It does not.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>From a cause to the outcome of its probe.</summary>
public static class ProbeOutcomes
{
    /// <summary>Passed for <see cref="Cause.Ok"/>, and for what is worth knowing of a route that works.</summary>
    /// <param name="cause">The cause.</param>
    public static ProbeOutcome Of(Cause cause) => cause is Cause.Ok or Cause.StreamBuffered ? ProbeOutcome.Passed : ProbeOutcome.Failed;
}

/// <summary>What makes two results comparable.</summary>
/// <param name="Route"><c>sha256:…</c> over kind, base URL, model, API version, credential identity, SDK and its version.</param>
/// <param name="Path"><c>sha256:…</c> over proxy settings, resolvers, region, network and host.</param>
public sealed record Fingerprint(string Route, string Path);

/// <summary>What changed against the last healthy evidence of the same route and vantage.</summary>
public sealed record BaselineComparison
{
    /// <summary>The baseline's probe.</summary>
    public required Guid ProbeId { get; init; }

    /// <summary>When the baseline's probe began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The facts that changed; empty when nothing did.</summary>
    public IReadOnlyList<ChangedFact> Changed { get; init; } = [];

    /// <summary>Why the two cannot be compared: the fields that differ; absent when they can.</summary>
    public IReadOnlyList<ChangedFact>? NotComparable { get; init; }
}

/// <summary>One changed fact.</summary>
/// <param name="Fact">The fact's name, such as <c>tls.issuer</c>.</param>
/// <param name="Was">What it was; null when it was absent.</param>
/// <param name="Now">What it is; null when it is absent.</param>
public sealed record ChangedFact(string Fact, string? Was, string? Now);

/// <summary>A provider's status page, read through the same path.</summary>
public sealed record StatusPageReading
{
    /// <summary>The page that was read.</summary>
    public required string Url { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>The page's own overall word (<c>none</c>, <c>minor</c>, <c>major</c>, <c>critical</c>, <c>maintenance</c>), or <c>unreadable</c>.</summary>
    public required string Indicator { get; init; }

    /// <summary>Components that the page says are not operational, "name: status", at most 10.</summary>
    public IReadOnlyList<string>? Affected { get; init; }

    /// <summary>How to take it.</summary>
    public required string Note { get; init; }
}
