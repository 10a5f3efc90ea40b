using System.Text;
using Azure;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Configuration;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Functions.Http;

/// <summary>Serves the fleet's configuration and its earlier versions.</summary>
public sealed class ConfigurationFunctions(FleetStorage storage)
{
    private const int MostBytes = 1 << 20;

    /// <summary><c>GET /api/config</c>: the fleet's configuration as it was applied, with its ETag.</summary>
    [Function("GetConfig"), SignedIn]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/config")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            switch (await storage.Configuration.ReadAsync(default, cancellationToken))
            {
                case Reading<StoredConfiguration>.Found { Value: var stored }:
                    request.HttpContext.Response.Headers.ETag = stored.Tag.ToString("H");
                    return Answers.Text(stored.Json, "application/json");
                case Reading<StoredConfiguration>.Unreadable { Row: var row }:
                    return Answers.Unreadable("configuration", row);
                default:
                    return Answers.NotFound("No configuration was applied yet.");
            }
        });

    /// <summary><c>GET /api/config/history</c>: the versions that are kept, newest first: who applied each, and when.</summary>
    [Function("GetConfigHistory"), SignedIn]
    public Task<IResult> GetHistoryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/config/history")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var history = await storage.Configuration.ReadHistoryAsync(cancellationToken);
            return Answers.Json(new HistoryBody(history.Values, history.Unreadable.Count), ContractJson.Default.HistoryBody);
        });

    /// <summary><c>GET /api/config/history/{version}</c>: the text of a kept version.</summary>
    [Function("GetConfigVersion")]
    public Task<IResult> GetVersionAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/config/history/{version}")] HttpRequest request, string version,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
            !long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? Answers.BadRequest("A version is a number from 1.")
            : await storage.Configuration.FindTextAsync(number, cancellationToken) switch
            {
                Reading<string>.Found { Value: var text } => Answers.Text(text, "application/json"),
                Reading<string>.Unreadable { Row: var row } => Answers.Unreadable("version", row),
                _ => Answers.NotFound($"Version {number} is not kept: there never was one, or it is older than the last "
                    + $"{ConfigurationTable.MostVersions}."),
            });

    /// <summary>
    /// <c>PUT /api/config</c>: replaces the fleet's configuration. <c>If-Match</c> names the one that is meant, or <c>*</c> for any;
    /// <c>If-None-Match: *</c> gives a fleet its first.
    /// </summary>
    [Function("PutConfig")]
    public Task<IResult> PutAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "put", Route = "api/config")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var isFirst = request.Headers.IfNoneMatch is ["*"];
            if (!isFirst && request.Headers.IfMatch is not [{ Length: > 0 }])
            {
                return Answers.Problem(
                    StatusCodes.Status428PreconditionRequired,
                    "Which configuration this one replaces is not said.",
                    "Send If-Match with the ETag that GET /api/config gives, If-None-Match: * where the fleet has none yet, "
                    + "or If-Match: * to replace whatever is there.");
            }

            var (body, refusal) = await RequestBodies.ReadAsync(request, MostBytes, cancellationToken);
            if (body is null)
            {
                return refusal!;
            }

            ETag? expected = isFirst ? null : new ETag(request.Headers.IfMatch.ToString());
            var by = request.HttpContext.Features.Get<Caller>() is { } caller ? $"key {caller.Name}" : "the app's master key";
            return await storage.Configuration.ApplyAsync(Encoding.UTF8.GetString(body), expected, by, cancellationToken) switch
            {
                ConfigurationChange.Applied { Version: var version } =>
                    Answers.Json(new AppliedBody(version), ContractJson.Default.AppliedBody),
                ConfigurationChange.Invalid { Violations: var violations } =>
                    Answers.BadRequest("The configuration has violations; nothing was changed.",
                        [.. violations.Select(violation => violation.ToString())]),
                _ => Answers.Problem(
                    StatusCodes.Status412PreconditionFailed,
                    "The fleet has another configuration than the one that is meant.",
                    "Get it, merge yours, and put that."),
            };
        });
}
