using ProbeFleet.Fleet.Queries;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Functions.Http;

/// <summary>What is looked at closely: one route's history, one probe's evidence.</summary>
public sealed class HistoryFunctions(FleetStorage storage, FleetQueries queries)
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    /// <summary><c>GET /api/routes/{name}/history</c>: one route now from everywhere, and over a window from one vantage.</summary>
    [Function("GetRouteHistory"), SignedIn]
    public Task<IResult> GetHistoryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/routes/{name}/history")] HttpRequest request, string name,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var vantage = request.Query["vantage"] is [{ Length: > 0 } wanted, ..] ? wanted : null;
            var window = WindowText.Read(request.Query["window"].ToString(), TimeSpan.FromDays(1), LongestWindow);
            string?[] errors =
            [
                window is null ? "'window' is a number of minutes, hours or days up to 31 days, such as 90m, 24h or 30d." : null,
                .. new[] { ("the route", name), ("'vantage'", vantage) }
                    .Where(part => part.Item2 is not null && !RouteName.IsValid(part.Item2))
                    .Select(part => $"{part.Item1} is no name: {RouteName.Rule}"),
            ];
            return errors.OfType<string>().ToList() is { Count: > 0 } faults ? Answers.BadRequest("The query has faults.", faults)
                : await queries.ReadHistoryAsync(
                    new(name), vantage is null ? null : new VantageName(vantage), window!.Value, cancellationToken) is { } history
                        ? Answers.Json(history, ContractJson.Default.RouteHistory)
                        : Answers.NotFound("No vantage has probed a route of this name yet.");
        });

    /// <summary><c>GET /api/probes/{id}</c>: one stored result; with <c>vantage</c> only that one's are searched.</summary>
    [Function("GetProbe"), SignedIn]
    public Task<IResult> GetProbeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/probes/{id}")] HttpRequest request, string id,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            VantageName? vantage = request.Query["vantage"] is [{ } name, ..] && RouteName.IsValid(name) ? new(name) : null;
            var reading = Guid.TryParse(id, out var known)
                ? await storage.FindResultAsync(known, vantage, cancellationToken)
                : new Reading<ProbeResult>.Absent();
            return reading switch
            {
                Reading<ProbeResult>.Found { Value: var result } => Answers.Json(result, ContractJson.Default.ProbeResult),
                Reading<ProbeResult>.Unreadable { Row: var row } => Answers.Unreadable("result", row),
                _ => Answers.NotFound("No stored probe has this id; results are kept for the configured retention."),
            };
        });
}
