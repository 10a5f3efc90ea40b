using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.OnDemand;

namespace ProbeFleet.Functions.Http;

/// <summary>A fleet-wide request's progress without evidence: 1,800 whole results are 5 MB, and whoever watches asks every other second.</summary>
internal sealed record ProgressBody(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset Deadline, string? Reason, IReadOnlyList<RouteName> Routes, bool IsFinished,
    IReadOnlyList<VantagePart> Vantages, IReadOnlyList<ProbeBrief> Probes)
{
    public static ProgressBody Of(RequestStatus status) => new(
        status.Id, status.CreatedAt, status.Deadline, status.Reason, status.Routes, status.IsFinished, status.Vantages,
        [.. status.Results.Select(result => new ProbeBrief(
            result.Id, result.Vantage.Name, result.Route.Name, result.Outcome, result.Break, result.Diagnosis.Cause, result.Diagnosis.Owner))]);
}

/// <summary>One probe in a word.</summary>
internal sealed record ProbeBrief(Guid Id, VantageName Vantage, RouteName Route, ProbeOutcome Outcome, Stage? Break, Cause Cause, Owner Owner);
