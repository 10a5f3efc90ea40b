using System.Text;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Functions.Settings;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Functions.Http;

/// <summary>The whole fleet: how it is, and what it probes.</summary>
/// <param name="storage">What the fleet stored.</param>
/// <param name="configuration">What the fleet probes.</param>
/// <param name="settings">The app's settings.</param>
/// <param name="clock">The clock.</param>
public sealed class FleetFunctions(StoragePair storage, CurrentConfiguration configuration, VantageSettings settings, TimeProvider clock)
{
    private const int MostBytes = 1 << 20;

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
            overview = overview with { Routes = known is null ? null : [.. known.Routes.Select(RouteBrief.Of)] };
            return Answers.Json(
                overview.Only(vantage is null ? null : new VantageName(vantage), route is null ? null : new RouteName(route)), ApiJson.Default.FleetOverview);
        });

    /// <summary><c>GET /api/config</c>: the fleet's configuration as it was applied, with its ETag.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Set when the caller leaves or the host stops.</param>
    [Function("GetConfig")]
    public Task<IResult> GetConfigurationAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/config")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            switch (await storage.First.Configuration.ReadAsync(default, cancellationToken).ConfigureAwait(false))
            {
                case ConfigurationReading.Changed { Stored: var stored }:
                    request.HttpContext.Response.Headers.ETag = stored.Tag.ToString("H");
                    return Answers.Text(stored.Json, "application/json");
                case ConfigurationReading.Unreadable { Row.Reason: var reason }:
                    return Answers.Problem(StatusCodes.Status500InternalServerError, "The stored configuration cannot be read.", reason);
                default:
                    return Answers.NotFound("No configuration was applied yet.");
            }
        });

    /// <summary><c>PUT /api/config</c>: replaces the fleet's configuration; with <c>If-Match</c> only the one that the caller saw.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Set when the caller leaves or the host stops.</param>
    [Function("PutConfig")]
    public Task<IResult> PutConfigurationAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "api/config")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var (body, refusal) = await RequestBodies.ReadAsync(request, MostBytes, cancellationToken).ConfigureAwait(false);
            if (body is null)
            {
                return refusal!;
            }

            ETag? expected = request.Headers.IfMatch is [{ Length: > 0 } tag, ..] && tag != "*" ? new ETag(tag) : null;
            return await storage.First.Configuration.ApplyAsync(Encoding.UTF8.GetString(body), expected, cancellationToken).ConfigureAwait(false) switch
            {
                ConfigurationChange.Applied { Version: var version } => Answers.Json(new AppliedBody(version), ApiJson.Default.AppliedBody),
                ConfigurationChange.Invalid { Violations: var violations } =>
                    Answers.BadRequest("The configuration has violations; nothing was changed.", [.. violations.Select(violation => violation.ToString())]),
                _ => Answers.Problem(
                    StatusCodes.Status412PreconditionFailed, "Somebody applied another configuration meanwhile.", "Get it, merge yours, and put that."),
            };
        });

    internal static async Task<FleetOverview> ReadAsync(
        StoragePair storage, VantageSettings settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reading = storage.ReadVantagesAsync(cancellationToken);
        var snapshots = await storage.ReadFleetAsync(cancellationToken).ConfigureAwait(false);
        var vantages = await reading.ConfigureAwait(false);
        var overview = FleetOverview.Of(vantages.Values, snapshots.Values, 3 * settings.LongestInterval, now).Expecting(settings.ExpectedVantages);
        return overview with { IsPartial = vantages.IsPartial || snapshots.IsPartial };
    }
}
