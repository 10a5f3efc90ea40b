using System.Text.Json.Serialization;
using ProbeFleet.Fleet.OnDemand;

namespace ProbeFleet.Fleet.Contracts;

/// <summary>The body of <c>POST /api/probes</c>.</summary>
public sealed record ProbeOrderBody
{
    /// <summary>Names of routes; <c>*</c> means all.</summary>
    public required IReadOnlyList<string> Routes { get; init; }

    /// <summary>Who probes; this vantage when nobody says.</summary>
    public ProbeScope Scope { get; init; }

    /// <summary>How far; null as configured.</summary>
    public ProbeDepth? Depth { get; init; }

    /// <summary>Why, kept with the request.</summary>
    public string? Reason { get; init; }
}

/// <summary>Who probes on demand.</summary>
[JsonConverter(typeof(WireWordConverter<ProbeScope>))]
public enum ProbeScope
{
    /// <summary>The vantage that is asked.</summary>
    [JsonStringEnumMemberName("vantage")] Vantage,

    /// <summary>Every vantage that probes the routes, by the mailbox.</summary>
    [JsonStringEnumMemberName("fleet")] Fleet,
}

/// <summary>A page of results, newest first.</summary>
public sealed record ResultsBody(IReadOnlyList<ProbeResult> Results, string? NextLink, bool IsPartial, int Unreadable);

/// <summary>What a probe order for the whole fleet is answered: after <c>Deadline</c> a vantage that has not answered is absent.</summary>
public sealed record RequestBody(Guid Id, string Location, DateTimeOffset Deadline, IReadOnlyList<string> Vantages);

/// <summary>
/// A fleet-wide request's progress without evidence: 1,800 whole results are 5 MB, and whoever watches asks every other second.
/// </summary>
public sealed record ProgressBody(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset Deadline, string? Reason, IReadOnlyList<RouteName> Routes, bool IsFinished,
    IReadOnlyList<VantagePart> Vantages, IReadOnlyList<ProbeBrief> Probes)
{
    /// <summary>How many rows of the answers cannot be read.</summary>
    public int Unreadable { get; init; }

    /// <summary>A progress in brief.</summary>
    public static ProgressBody From(RequestStatus status) =>
        new(
            status.Id, status.CreatedAt, status.Deadline, status.Reason, status.Routes, status.IsFinished, status.Vantages,
            [.. status.Results.Select(result => new ProbeBrief(
                result.Id, result.Vantage.Name, result.Route.Name, result.Outcome, result.Break, result.Diagnosis.Cause,
                result.Diagnosis.Owner))])
        {
            Unreadable = status.Unreadable,
        };
}

/// <summary>One probe without its evidence; <c>Break</c> is the first failed stage.</summary>
public sealed record ProbeBrief(
    Guid Id, VantageName Vantage, RouteName Route, ProbeOutcome Outcome, Stage? Break, Cause Cause, Owner Owner);
