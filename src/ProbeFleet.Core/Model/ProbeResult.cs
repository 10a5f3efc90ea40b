namespace ProbeFleet.Core.Model;

/// <summary>The result of one probe: its evidence and its diagnosis.</summary>
public sealed record ProbeResult : ProbeEvidence
{
    /// <summary>Whether the route answered.</summary>
    [JsonPropertyOrder(-12)]
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The first failed stage: where the evidence changes; null when none failed.</summary>
    [JsonPropertyOrder(-11), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Stage? Break { get; init; }

    /// <summary>The diagnosis.</summary>
    [JsonPropertyOrder(1)]
    public required ProbeDiagnosis Diagnosis { get; init; }

    /// <summary>What changed since an earlier healthy probe, perhaps not the last; absent without a comparable baseline.</summary>
    [JsonPropertyOrder(2)]
    public BaselineComparison? Baseline { get; init; }

    /// <summary>What the provider's status page said; context, never proof.</summary>
    [JsonPropertyOrder(3)]
    public StatusPageReading? StatusPage { get; init; }

    /// <summary>The first stage that has become slower than usual; absent when there is none, or when usual times are unknown.</summary>
    [JsonPropertyOrder(3)]
    public SlowStage? Slow { get; init; }

    /// <summary>The verdict of the burst that ended with this probe; absent when none did.</summary>
    [JsonPropertyOrder(3)]
    public BurstVerdict? Burst { get; init; }

    /// <summary>The fingerprint that says whether two results are comparable.</summary>
    [JsonPropertyOrder(4)]
    public required Fingerprint Fingerprint { get; init; }
}

/// <summary>Whether a probe's route answered.</summary>
[JsonConverter(typeof(WireWordConverter<ProbeOutcome>))]
public enum ProbeOutcome
{
    /// <summary>The route works as far as the probe's depth goes.</summary>
    [JsonStringEnumMemberName("passed")] Passed,

    /// <summary>The route does not work.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>Maps a cause to the outcome of its probe.</summary>
public static class ProbeOutcomes
{
    /// <summary>Passed for <see cref="Cause.Ok"/> and for <see cref="Cause.StreamBuffered"/>, a finding about a route that works.</summary>
    public static ProbeOutcome For(Cause cause) => cause is Cause.Ok or Cause.StreamBuffered ? ProbeOutcome.Passed : ProbeOutcome.Failed;
}

/// <summary>Hashes that say whether two results are comparable.</summary>
/// <param name="Route"><c>sha256:…</c> over kind, base URL, model, API version, credential identity, SDK and its version.</param>
/// <param name="Path"><c>sha256:…</c> over proxy settings, resolvers, region, network and host.</param>
public sealed record Fingerprint(string Route, string Path);

/// <summary>The differences from earlier healthy evidence of the same route and vantage.</summary>
public sealed record BaselineComparison
{
    /// <summary>The ID of the baseline's probe.</summary>
    public required Guid ProbeId { get; init; }

    /// <summary>When the baseline's probe began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The facts that changed; empty when nothing did.</summary>
    public IReadOnlyList<ChangedFact> Changed { get; init => field = value ?? []; } = [];

    /// <summary>The fields in which the two differ so that they cannot be compared; absent when they can.</summary>
    public IReadOnlyList<ChangedFact>? NotComparable { get; init; }
}

/// <summary>A fact that differs from the baseline.</summary>
/// <param name="Fact">The fact's name, such as <c>tls.issuer</c>.</param>
/// <param name="Was">The value in the baseline; null when absent.</param>
/// <param name="Now">The current value; null when absent.</param>
public sealed record ChangedFact(string Fact, string? Was, string? Now);

/// <summary>What a provider's status page said when read through the same path.</summary>
public sealed record StatusPageReading
{
    /// <summary>The page that was read.</summary>
    public required string Url { get; init; }

    /// <summary>When the page was read.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>The indicator: <c>none</c>, <c>minor</c>, <c>major</c>, <c>critical</c>, <c>maintenance</c> or <c>unreadable</c>.</summary>
    public required string Indicator { get; init; }

    /// <summary>Components that are not operational according to the page, as "name: status", at most 10.</summary>
    public IReadOnlyList<string>? Affected { get; init; }

    /// <summary>A note on how to interpret the reading.</summary>
    public required string Note { get; init; }
}

/// <summary>The first stage of a passed probe that a latency detector found persistently slower than usual.</summary>
public sealed record SlowStage
{
    /// <summary>The stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Whether both times are the longest gap between two events of a stream, not the whole stage; else absent.</summary>
    public bool? IsGap { get; init; }

    /// <summary>How long the stage took.</summary>
    [JsonPropertyName("tookMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Took { get; init; }

    /// <summary>How long the stage usually takes at this hour.</summary>
    [JsonPropertyName("usualMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Usual { get; init; }
}

/// <summary>What a burst decides after its latest attempt.</summary>
[JsonConverter(typeof(WireWordConverter<BurstVerdict>))]
public enum BurstVerdict
{
    /// <summary>Make one more attempt.</summary>
    [JsonStringEnumMemberName("continue")] Continue,

    /// <summary>The cell is failing.</summary>
    [JsonStringEnumMemberName("failing")] Failing,

    /// <summary>The first failure was chance.</summary>
    [JsonStringEnumMemberName("fine")] Fine,

    /// <summary>The attempts are used up and the evidence does not decide.</summary>
    [JsonStringEnumMemberName("undecided")] Undecided,

    /// <summary>A rate or quota limit answered, so more attempts would do harm.</summary>
    [JsonStringEnumMemberName("forbidden")] Forbidden,
}
