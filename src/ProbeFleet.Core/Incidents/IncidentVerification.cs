namespace ProbeFleet.Core.Incidents;

/// <summary>A requested proof of the fix: the same minimal request from each vantage that failed.</summary>
public sealed record IncidentVerification
{
    /// <summary>The verification's time-ordered ID, which is also that of the request in the mailbox.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the verification was requested.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When vantages that have not answered count as absent.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>When the verification was decided; absent while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The requester's reason, sanitized by secret patterns; absent when none was given.</summary>
    public string? Reason { get; init; }

    /// <summary>The outcome of the verification.</summary>
    public required VerificationOutcome Outcome { get; init; }

    /// <summary>The proofs, one per failed vantage and route.</summary>
    public required IReadOnlyList<VerificationProof> Proofs { get; init; }
}

/// <summary>The outcomes of a verification.</summary>
[JsonConverter(typeof(WireWordConverter<VerificationOutcome>))]
public enum VerificationOutcome
{
    /// <summary>Some vantages have not answered yet.</summary>
    [JsonStringEnumMemberName("running")] Running,

    /// <summary>Each vantage and route passed with an equal route fingerprint, so the incident is closed.</summary>
    [JsonStringEnumMemberName("verified")] Verified,

    /// <summary>At least one proof is missing or negative, so it does not close the incident.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
}

/// <summary>The verdict on one vantage and route.</summary>
/// <param name="Text">The reason in one sentence: what passed, what failed, or what differs.</param>
public sealed record VerificationProof(VantageName Vantage, RouteName Route, ProofVerdict Verdict, string Text)
{
    /// <summary>The ID of the probe; absent when none came.</summary>
    public Guid? ProbeId { get; init; }

    /// <summary>When the probe began; absent when none came.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>What a probe proves about the fix.</summary>
[JsonConverter(typeof(WireWordConverter<ProofVerdict>))]
public enum ProofVerdict
{
    /// <summary>The same request passed.</summary>
    [JsonStringEnumMemberName("verified")] Verified,

    /// <summary>The same request still fails.</summary>
    [JsonStringEnumMemberName("still-failing")] StillFailing,

    /// <summary>The probe made another request, so it proves nothing.</summary>
    [JsonStringEnumMemberName("not-comparable")] NotComparable,

    /// <summary>No probe came before the deadline.</summary>
    [JsonStringEnumMemberName("absent")] Absent,

    /// <summary>No probe has come yet.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,
}
