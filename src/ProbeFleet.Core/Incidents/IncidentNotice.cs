namespace ProbeFleet.Core.Incidents;

/// <summary>The notification of one transition. It holds what was known then: no evidence beyond names, and no secret.</summary>
public sealed record IncidentNotice
{
    /// <summary>The transition's ID, by which a receiver ignores duplicates.</summary>
    public required Guid Id { get; init; }

    /// <summary>The ID of the incident.</summary>
    public required Guid IncidentId { get; init; }

    /// <summary>The transition.</summary>
    public required IncidentTransition Transition { get; init; }

    /// <summary>When the transition happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the incident was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The party that has to act.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The name of the suspected component; absent when there is none.</summary>
    public string? Component { get; init; }

    /// <summary>The probability of the component, 0 to 0.99.</summary>
    public required double Confidence { get; init; }

    /// <summary>The verdict in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>What changed with this transition, in one sentence.</summary>
    public required string Change { get; init; }

    /// <summary>The vantages that failed; at most 20.</summary>
    public required IReadOnlyList<VantageName> Vantages { get; init; }

    /// <summary>The routes that failed; at most 20.</summary>
    public required IReadOnlyList<RouteName> Routes { get; init; }

    /// <summary>The incident's earlier transitions that this receiver refused for good; absent when there are none.</summary>
    public IReadOnlyList<IncidentTransition>? Undelivered { get; init; }
}

/// <summary>The transitions that receivers are notified of.</summary>
[JsonConverter(typeof(WireWordConverter<IncidentTransition>))]
public enum IncidentTransition
{
    /// <summary>An incident was opened.</summary>
    [JsonStringEnumMemberName("opened")] Opened,

    /// <summary>The evidence names another component or owner.</summary>
    [JsonStringEnumMemberName("suspect-changed")] SuspectChanged,

    /// <summary>The incident was merged into another.</summary>
    [JsonStringEnumMemberName("merged")] Merged,

    /// <summary>The incident's fault comes and goes.</summary>
    [JsonStringEnumMemberName("flapping")] Flapping,

    /// <summary>The incident was closed.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>A verification did not prove the fix.</summary>
    [JsonStringEnumMemberName("verification-refused")] VerificationRefused,
}

/// <summary>A notice in the outbox that a receiver has not accepted yet.</summary>
/// <param name="Target">The receiver: its kind and the variable of its URL, such as <c>slack env:HOOK</c>.</param>
public sealed record PendingNotice(IncidentNotice Notice, string Target, int Attempts, DateTimeOffset NextAttemptAt)
{
    /// <summary>How much the receiver's answers speak against another attempt; no answer does not.</summary>
    public int Refusals { get; init; }

    /// <summary>
    /// Whether it is not sent any more. It stays in the outbox until a later one tells its receiver of it, or none can follow.
    /// </summary>
    [JsonIgnore]
    public bool IsGivenUp => Refusals >= MostRefusals;

    /// <summary>The refusals after which a notice is given up.</summary>
    public static int MostRefusals => 32;
}
