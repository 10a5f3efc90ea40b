using System.Text.Json.Serialization;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Incidents;

/// <summary>What receivers are told, once per transition. It holds what was known then: no evidence beyond names, and no secret.</summary>
public sealed record IncidentNotice
{
    /// <summary>The transition's id: a receiver that has seen it ignores it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The incident.</summary>
    public required Guid IncidentId { get; init; }

    /// <summary>What happened.</summary>
    public required IncidentTransition Transition { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the incident was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Who has to act.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The suspected component's name; absent when none is suspected.</summary>
    public string? Component { get; init; }

    /// <summary>How probable it is, 0 to 0.99.</summary>
    public required double Confidence { get; init; }

    /// <summary>What is known, in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>What changed with this transition, in one sentence.</summary>
    public required string Change { get; init; }

    /// <summary>Vantages that failed; at most 20.</summary>
    public required IReadOnlyList<VantageName> Vantages { get; init; }

    /// <summary>Routes that failed; at most 20.</summary>
    public required IReadOnlyList<RouteName> Routes { get; init; }
}

/// <summary>What receivers are told of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentTransition>))]
public enum IncidentTransition
{
    /// <summary>An incident was opened.</summary>
    [JsonStringEnumMemberName("opened")] Opened,

    /// <summary>The evidence names another component or owner.</summary>
    [JsonStringEnumMemberName("suspect-changed")] SuspectChanged,

    /// <summary>It was merged into another.</summary>
    [JsonStringEnumMemberName("merged")] Merged,

    /// <summary>It comes and goes.</summary>
    [JsonStringEnumMemberName("flapping")] Flapping,

    /// <summary>It was closed.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>A verification did not prove the fix.</summary>
    [JsonStringEnumMemberName("verification-refused")] VerificationRefused,
}

/// <summary>A notice that a receiver has not taken yet.</summary>
/// <param name="Notice">What to tell.</param>
/// <param name="Target">Whom: the kind and the variable of the receiver's URL, such as <c>slack env:HOOK</c>.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttemptAt">When to try again.</param>
public sealed record PendingNotice(IncidentNotice Notice, string Target, int Attempts, DateTimeOffset NextAttemptAt);
