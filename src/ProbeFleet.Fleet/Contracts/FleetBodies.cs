using System.Text.Json.Serialization;
using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Storage.Configuration;
using ProbeFleet.Storage.Incidents;

namespace ProbeFleet.Fleet.Contracts;

/// <summary>What a round by hand came to.</summary>
public sealed record RoundBody(
    string Outcome, long? Number, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int? Results, int? Failed,
    IReadOnlyList<RouteName>? Unprobed);

/// <summary>What anyone may know: healthy or unhealthy.</summary>
public sealed record HealthBody(HealthStatus Status);

/// <summary>The version that a configuration got when it was applied.</summary>
public sealed record AppliedBody(long Version);

/// <summary>The configurations that are kept, the newest first.</summary>
public sealed record HistoryBody(IReadOnlyList<ConfigurationVersion> Versions, int Unreadable);

/// <summary>Incidents, newest first, without their localization and timeline.</summary>
/// <param name="Unreadable">How many stored ones cannot be read.</param>
public sealed record IncidentsBody(IReadOnlyList<Incident> Incidents, bool IsPartial, int Unreadable)
{
    /// <summary>Those that cannot be read, newest first; absent when all can.</summary>
    public IReadOnlyList<UnreadableIncidentBody>? UnreadableIncidents { get; init; }
}

/// <summary>What is known of an incident that cannot be read; what is not is absent.</summary>
/// <param name="MayBeOpen">Whether it is open, or nothing says that it is not.</param>
/// <param name="Component">The suspected component's name.</param>
/// <param name="WrittenAt">When it was last written, by storage's clock.</param>
/// <param name="Reason">Why it cannot be read.</param>
public sealed record UnreadableIncidentBody(
    Guid? Id, bool MayBeOpen, string? Component, DateTimeOffset? OpenedAt, DateTimeOffset? WrittenAt, string Reason)
{
    /// <summary>What a stored one says.</summary>
    public static UnreadableIncidentBody From(UnreadableIncident row) =>
        new(row.Id, row.MayBeOpen, row.Component, row.OpenedAt, row.WrittenAt, row.Reason);
}

/// <summary>The body of <c>POST /api/incidents/{id}/verification</c>.</summary>
/// <param name="Reason">Why, kept with the verification.</param>
public sealed record VerificationOrderBody(string? Reason = null);

/// <summary>A verification that was asked for: each of the vantages repeats what failed, until the deadline.</summary>
public sealed record VerificationBody(Guid Id, string Location, DateTimeOffset Deadline, IReadOnlyList<string> Vantages);

/// <summary>The probe that was asked because it tells most of an incident's suspects, and why.</summary>
public sealed record QuestionBody(
    Guid Id, string Location, DateTimeOffset Deadline, VantageName Vantage, RouteName Route, ProbeVariant Variant, string Why);

/// <summary>The catalog of causes.</summary>
public sealed record CausesBody(IReadOnlyList<CauseBody> Causes)
{
    /// <summary>Every cause that a diagnosis can name.</summary>
    public static CausesBody All { get; } = new(
    [
        .. from cause in Enum.GetValues<Cause>().Order()
           let entry = CauseCatalog.Find(cause)
           select new CauseBody(cause, entry.Owner, entry.OtherOwners, entry.Explanation, entry.DoNext, entry.DoNot),
    ]);
}

/// <summary>One cause: who has to act, what it means, what to do and what not to do.</summary>
public sealed record CauseBody(
    Cause Cause, Owner Owner, IReadOnlyList<OwnerCase> OtherOwners, string Explanation, IReadOnlyList<string> DoNext,
    IReadOnlyList<string> DoNot);

/// <summary>
/// A problem as RFC 9457 has it, with every single fault in <c>errors</c>. Whoever reads one may have it from something else than an app.
/// </summary>
public sealed record ProblemBody(
    string? Title,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] int? Status,
    string? Detail,
    IReadOnlyList<string>? Errors);
