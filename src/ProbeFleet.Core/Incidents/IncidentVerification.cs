using System.Text.Json.Serialization;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Incidents;

/// <summary>A proof that was asked for: the same minimal request from each vantage that failed.</summary>
public sealed record IncidentVerification
{
    /// <summary>The time-ordered id; also the id of the request in the mailbox.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When a vantage that has not answered counts as absent.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>When it was decided; absent while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why, in the words of whoever asked, without what has the shape of a secret; absent when nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>What came of it.</summary>
    public required VerificationOutcome Outcome { get; init; }

    /// <summary>One proof per vantage and route that failed.</summary>
    public required IReadOnlyList<VerificationProof> Proofs { get; init; }
}

/// <summary>What came of a verification.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerificationOutcome>))]
public enum VerificationOutcome
{
    /// <summary>Not every vantage has answered.</summary>
    [JsonStringEnumMemberName("running")] Running,

    /// <summary>Each vantage and route passed with an equal route fingerprint: the incident is closed.</summary>
    [JsonStringEnumMemberName("verified")] Verified,

    /// <summary>At least one proof is missing or says otherwise: the incident stays open.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
}

/// <summary>What one probe proves.</summary>
/// <param name="Vantage">From where.</param>
/// <param name="Route">Over which route.</param>
/// <param name="Verdict">What it proves.</param>
/// <param name="Text">Why, in one sentence: what passed, what failed, or what differs.</param>
public sealed record VerificationProof(VantageName Vantage, RouteName Route, ProofVerdict Verdict, string Text)
{
    /// <summary>The probe; absent when none came.</summary>
    public Guid? ProbeId { get; init; }

    /// <summary>When it began; absent when none came.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>What one probe proves.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProofVerdict>))]
public enum ProofVerdict
{
    /// <summary>The same request passed.</summary>
    [JsonStringEnumMemberName("verified")] Verified,

    /// <summary>The same request still fails.</summary>
    [JsonStringEnumMemberName("still-failing")] StillFailing,

    /// <summary>It was not the same request, so it proves nothing.</summary>
    [JsonStringEnumMemberName("not-comparable")] NotComparable,

    /// <summary>No probe came before the deadline.</summary>
    [JsonStringEnumMemberName("absent")] Absent,

    /// <summary>No probe has come yet.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,
}
