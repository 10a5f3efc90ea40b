using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Functions.Settings;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Functions.Http;

/// <summary>What is looked at closely: one route's history, one probe's evidence.</summary>
/// <param name="storage">What the fleet stored.</param>
/// <param name="settings">The app's settings.</param>
/// <param name="clock">The clock.</param>
public sealed class HistoryFunctions(FleetStorage storage, VantageSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    /// <summary><c>GET /api/routes/{name}/history</c>: one route now from everywhere, and over a window from one vantage.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The route.</param>
    /// <param name="cancellationToken">Set when the caller leaves or the host stops.</param>
    [Function("GetRouteHistory")]
    public Task<IResult> GetHistoryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/routes/{name}/history")] HttpRequest request,
        string name,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var vantage = request.Query["vantage"] is [{ Length: > 0 } wanted, ..] ? wanted : null;
            List<string> errors = [];
            if (WindowText.Read(request.Query["window"].ToString(), TimeSpan.FromDays(1), LongestWindow) is not { } window)
            {
                errors.Add("'window' is a number of minutes, hours or days up to 31 days, such as 90m, 24h or 30d.");
                window = default;
            }

            errors.AddRange(new[] { ("the route", name), ("'vantage'", vantage) }
                .Where(part => part.Item2 is not null && !RouteName.IsValid(part.Item2))
                .Select(part => $"{part.Item1} is no name: {RouteName.Rule}"));
            return errors is not []
                ? Answers.BadRequest("The query has faults.", errors)
                : await HistoryAsync(new(name), vantage is null ? null : new VantageName(vantage), window, cancellationToken).ConfigureAwait(false);
        });

    /// <summary><c>GET /api/probes/{id}</c>: one stored result; with <c>vantage</c> only that one's are searched.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The probe's id.</param>
    /// <param name="cancellationToken">Set when the caller leaves or the host stops.</param>
    [Function("GetProbe")]
    public Task<IResult> GetProbeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/probes/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            VantageName? vantage = request.Query["vantage"] is [{ } name, ..] && RouteName.IsValid(name) ? new(name) : null;
            var reading = Guid.TryParse(id, out var known)
                ? await storage.FindResultAsync(known, vantage, cancellationToken).ConfigureAwait(false)
                : new Reading<ProbeResult>.Absent();
            return reading switch
            {
                Reading<ProbeResult>.Found { Value: var result } => Answers.Json(result, ContractJson.Default.ProbeResult),
                Reading<ProbeResult>.Unreadable { Row.Reason: var reason } =>
                    Answers.Problem(StatusCodes.Status500InternalServerError, "The stored result cannot be read.", reason),
                _ => Answers.NotFound("No stored probe has this id; results are kept for the configured retention."),
            };
        });

    private async Task<IResult> HistoryAsync(RouteName route, VantageName? wanted, TimeSpan window, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var from = now - window;
        Task<RowSet<ProbeTiming>> TimingsOf(VantageName vantage) => storage.ReadTimingsAsync(vantage, route, from, now, cancellationToken);
        var early = wanted is { } known ? TimingsOf(known) : null;
        var fleet = (await FleetFunctions.ReadAsync(storage, settings, now, cancellationToken).ConfigureAwait(false)).Only(vantage: null, route);
        if ((wanted ?? RouteHistory.WorthALook(fleet.Cells)) is not { } vantage || fleet.Cells is [])
        {
            return Answers.NotFound("No vantage has probed a route of this name yet.");
        }

        var timings = early ?? TimingsOf(vantage);
        var latest = fleet.Cells.FirstOrDefault(cell => cell.Vantage == vantage) is { } cell
            ? await LatestAsync(cell, cancellationToken).ConfigureAwait(false)
            : null;
        var read = await timings.ConfigureAwait(false);
        var step = RouteHistory.StepOf(window);
        return Answers.Json(
            new RouteHistory
            {
                Route = route,
                Fleet = fleet,
                Vantage = vantage,
                From = from,
                To = now,
                StepSeconds = (int)step.TotalSeconds,
                Steps = RouteHistory.StepsOf(read.Values, step),
                Latest = latest,
                IsPartial = read.IsPartial || fleet.IsPartial,
                Unreadable = read.Unreadable.Count,
            },
            ContractJson.Default.RouteHistory);
    }

    /// <summary>The cell says when its probe began, so this reads one row where a search by id would read a day.</summary>
    private async Task<ProbeResult?> LatestAsync(CellStatus cell, CancellationToken cancellationToken)
    {
        var query = new ResultQuery { Vantage = cell.Vantage, Route = cell.Route, From = cell.At, To = cell.At.AddMilliseconds(1), Top = 10 };
        var page = await storage.QueryResultsAsync(query, cancellationToken).ConfigureAwait(false);
        return page.Results.FirstOrDefault(result => result.Id == cell.ProbeId);
    }
}
