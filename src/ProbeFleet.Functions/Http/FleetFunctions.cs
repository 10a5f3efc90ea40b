using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Functions.Settings;
using ProbeFleet.Storage;

namespace ProbeFleet.Functions.Http;

/// <summary>The whole fleet: how it is.</summary>
/// <param name="storage">What the fleet stored.</param>
/// <param name="configuration">What the fleet probes.</param>
/// <param name="settings">The app's settings.</param>
/// <param name="clock">The clock.</param>
public sealed class FleetFunctions(FleetStorage storage, CurrentConfiguration configuration, VantageSettings settings, TimeProvider clock)
{
    /// <summary><c>GET /api/fleet</c>: vantages and routes now, silent vantages marked; <c>vantage</c> and <c>route</c> narrow it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Set when the caller leaves or the host stops.</param>
    [Function("GetFleet")]
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
            var overview = await ReadAsync(storage, settings, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            var known = await reading.ConfigureAwait(false);
            overview = overview.Knowing(known);
            return Answers.Json(
                overview.Only(vantage is null ? null : new VantageName(vantage), route is null ? null : new RouteName(route)), ContractJson.Default.FleetOverview);
        });

    internal static async Task<FleetOverview> ReadAsync(
        FleetStorage storage, VantageSettings settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reading = storage.ReadVantagesAsync(cancellationToken);
        var snapshots = await storage.ReadFleetAsync(cancellationToken).ConfigureAwait(false);
        var vantages = await reading.ConfigureAwait(false);
        var overview = FleetOverview.Of(vantages.Values, snapshots.Values, 3 * settings.LongestInterval, now).Expecting(settings.ExpectedVantages);
        return overview with { IsPartial = vantages.IsPartial || snapshots.IsPartial };
    }
}
