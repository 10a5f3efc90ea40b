using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Queries;

namespace ProbeFleet.Functions.Http;

/// <summary>The whole fleet: how it is, and what its causes mean.</summary>
public sealed class FleetFunctions(FleetQueries queries, CurrentConfiguration configuration)
{
    /// <summary>
    /// <c>GET /api/fleet</c>: vantages and routes now, silent vantages marked; <c>vantage</c> and <c>route</c> narrow it.
    /// </summary>
    [Function("GetFleet"), SignedIn]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/fleet")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var (vantage, route) = (request.Query["vantage"].FirstOrDefault(), request.Query["route"].FirstOrDefault());
            if (new[] { vantage, route }.Any(name => name is not null && !RouteName.IsValid(name)))
            {
                return Answers.BadRequest("The query has faults.", [$"'vantage' or 'route' is no name: {RouteName.Rule}"]);
            }

            var reading = configuration.ReadAsync(cancellationToken);
            var overview = (await queries.ReadOverviewAsync(cancellationToken)).Knowing(await reading);
            overview = overview.Only(vantage is null ? null : new VantageName(vantage), route is null ? null : new RouteName(route));
            return Answers.Json(overview, ContractJson.Default.FleetOverview);
        });

    /// <summary>
    /// <c>GET /api/causes</c>: every cause that a diagnosis can name, with its owner, its meaning, what to do and what not to do.
    /// </summary>
    [Function("GetCauses"), SignedIn]
    public static IResult GetCauses([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/causes")] HttpRequest request) =>
        Answers.Json(CausesBody.All, ContractJson.Default.CausesBody);
}
