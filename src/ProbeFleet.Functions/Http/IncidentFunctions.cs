using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.Queries;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Functions.Http;

/// <summary>Serves localization, incidents and their verification.</summary>
public sealed class IncidentFunctions(
    CurrentConfiguration configuration, WindowLocalizer localizer, VerificationService verifications, IncidentQuestions questions,
    FleetStorage storage, FleetQueries queries)
{
    private const int MostBytes = 64 << 10;
    private const int DefaultTop = 100;

    /// <summary><c>GET /api/localization</c>: where the fault is, by the results of a window that ends now.</summary>
    [Function("GetLocalization")]
    public Task<IResult> LocateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/localization")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            if (await configuration.ReadAsync(cancellationToken) is not { } current)
            {
                return Answers.Unconfigured(configuration.State.Problem);
            }

            if (WindowText.Read(request.Query["window"].ToString(), current.Incidents.Window, TimeSpan.FromDays(1)) is not { } length)
            {
                return Answers.BadRequest("'window' is a number of minutes or hours such as 15m or 2h, from 1m to 24h.");
            }

            return Answers.Json(
                await localizer.LocateAsync(current, length, cancellationToken), ProbeFleetJson.Default.FaultLocalization);
        });

    /// <summary><c>GET /api/incidents</c>: incidents, newest first.</summary>
    [Function("GetIncidents"), SignedIn]
    public Task<IResult> GetAllAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/incidents")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var (state, isState) = request.Query["state"].ToString() switch
            {
                "" or "all" => ((IncidentState?)null, true),
                "open" => (IncidentState.Open, true),
                "closed" => (IncidentState.Closed, true),
                _ => (null, false),
            };
            if (!isState)
            {
                return Answers.BadRequest("'state' is open, closed or all.");
            }

            var top = DefaultTop;
            if (request.Query["top"].ToString() is { Length: > 0 } text
                && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out top)
                    && top is > 0 and <= IncidentTable.MostTop))
            {
                return Answers.BadRequest($"'top' is a number from 1 to {IncidentTable.MostTop}.");
            }

            return Answers.Json(await queries.ReadIncidentsAsync(state, top, cancellationToken), ContractJson.Default.IncidentsBody);
        });

    /// <summary><c>GET /api/incidents/{id}</c>: one incident with all that is known.</summary>
    [Function("GetIncident"), SignedIn]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/incidents/{id}")] HttpRequest request, string id,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () => !Guid.TryParse(id, out var known)
            ? Unknown()
            : await storage.FindIncidentAsync(known, cancellationToken) switch
            {
                Reading<StoredIncident>.Found { Value.Incident: var incident } => Answers.Json(incident, ProbeFleetJson.Default.Incident),
                Reading<StoredIncident>.Unreadable { Row: var row } => Unreadable(row),
                _ => Unknown(),
            });

    /// <summary><c>POST /api/incidents/{id}/verification</c>: asks for the proof that the fault is over.</summary>
    [Function("CreateVerification"), SignedIn]
    public Task<IResult> VerifyAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/incidents/{id}/verification")] HttpRequest request, string id,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var (bytes, refusal) = await RequestBodies.ReadAsync(request, MostBytes, cancellationToken);
            if (bytes is null)
            {
                return refusal!;
            }

            var (body, wrong) = bytes is []
                ? (new VerificationOrderBody(), null)
                : RequestBodies.Parse(bytes, ContractJson.Default.VerificationOrderBody);
            return body is null ? wrong! : !Guid.TryParse(id, out var known) ? Unknown()
                : await verifications.AskAsync(known, body.Reason, cancellationToken) switch
                {
                    IncidentAnswer<IncidentVerification>.Asked { What: var asked } => Asked(request, known, asked),
                    IncidentAnswer<IncidentVerification>.NothingToAsk => Answers.Problem(
                        StatusCodes.Status409Conflict,
                        "The incident is not open.",
                        "The incident is closed, so there is nothing to prove. Follow mergedInto when it was merged."),
                    IncidentAnswer<IncidentVerification>.Unreadable { Row: var row } => Unreadable(row),
                    _ => Unknown(),
                };
        });

    /// <summary>
    /// <c>POST /api/incidents/{id}/question</c>: asks the probe that would tell most of the incident now; the judge reads its answer.
    /// </summary>
    [Function("CreateQuestion"), SignedIn]
    public Task<IResult> AskAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/incidents/{id}/question")] HttpRequest request, string id,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () => !Guid.TryParse(id, out var known)
            ? Unknown()
            : await questions.AskAsync(known, cancellationToken) switch
            {
                IncidentAnswer<IncidentQuestion>.Asked { What: var asked } => Asked(request, known, asked),
                IncidentAnswer<IncidentQuestion>.NothingToAsk => Answers.Problem(
                    StatusCodes.Status409Conflict,
                    "There is nothing to ask.",
                    "The incident is not open, or no probe of this fleet would tell its suspects apart."),
                IncidentAnswer<IncidentQuestion>.Unreadable { Row: var row } => Unreadable(row),
                _ => Unknown(),
            });

    private static IResult Asked(HttpRequest request, Guid id, IncidentQuestion asked) => Answers.Accepted(
        request,
        $"{request.PathBase}/api/incidents/{id}",
        at => new QuestionBody(asked.Id, at, asked.Deadline, asked.Vantage, asked.Route, asked.Variant, asked.Why),
        ContractJson.Default.QuestionBody);

    private static IResult Asked(HttpRequest request, Guid id, IncidentVerification asked) => Answers.Accepted(
        request,
        $"{request.PathBase}/api/incidents/{id}",
        at => new VerificationBody(asked.Id, at, asked.Deadline, [.. asked.Proofs.Select(proof => proof.Vantage.ToString()).Distinct()]),
        ContractJson.Default.VerificationBody);

    private static IResult Unreadable(UnreadableRow row) => Answers.Unreadable("incident", row);

    private static IResult Unknown() => Answers.NotFound("No incident has this id; closed incidents are kept as long as results.");
}
