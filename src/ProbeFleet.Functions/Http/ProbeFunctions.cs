using ProbeFleet.Core.Configuration;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Functions.Http;

/// <summary>Probes on demand, and stored results.</summary>
public sealed class ProbeFunctions(
    CurrentConfiguration configuration, OnDemandProbes probes, ProbeMailbox mailbox, FleetStorage storage, TimeProvider clock)
{
    private const int MostBytes = 64 << 10;

    /// <summary><c>POST /api/probes</c>: probes configured routes now, from here or from the whole fleet.</summary>
    [Function("CreateProbes"), SignedIn]
    public Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/probes")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var (body, refusal) = await RequestBodies.ReadJsonAsync(
                request, ContractJson.Default.ProbeOrderBody, MostBytes, cancellationToken);
            return body is null ? refusal! : await CreateAsync(request, body, cancellationToken);
        });

    /// <summary>
    /// <c>GET /api/probes/requests/{id}</c>: how far a fleet-wide request has come; <c>results=brief</c> leaves the evidence out.
    /// </summary>
    [Function("GetProbeRequest"), SignedIn]
    public Task<IResult> GetRequestAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/probes/requests/{id}")] HttpRequest request, string id,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
            (Guid.TryParse(id, out var known) ? await mailbox.FindAsync(known, cancellationToken) : null) switch
            {
                Reading<RequestStatus>.Found { Value: var status } when request.Query["results"] == "brief" =>
                    Answers.Json(ProgressBody.From(status), ContractJson.Default.ProgressBody),
                Reading<RequestStatus>.Found { Value: var status } => Answers.Json(status, ContractJson.Default.RequestStatus),
                Reading<RequestStatus>.Unreadable { Row: var row } => Answers.Unreadable("request", row),
                _ => Answers.NotFound("No request has this id; requests are kept as long as results."),
            });

    /// <summary><c>GET /api/probes</c>: stored results, newest first.</summary>
    [Function("GetProbes")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/probes")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var (query, errors) = ResultQueryReader.Read(request.Query, clock.GetUtcNow());
            if (query is null)
            {
                return Answers.BadRequest("The query has faults.", errors);
            }

            try
            {
                var page = await storage.QueryResultsAsync(query, cancellationToken);
                return Answers.Json(
                    new ResultsBody(page.Results, ResultQueryReader.NextLink(request, query, page.Next), page.IsPartial,
                        page.Unreadable.Count),
                    ContractJson.Default.ResultsBody);
            }
            catch (FormatException)
            {
                return Answers.BadRequest("'after' is no page's token: follow nextLink as it is.");
            }
        });

    private async Task<IResult> CreateAsync(HttpRequest request, ProbeOrderBody body, CancellationToken cancellationToken)
    {
        var current = await configuration.ReadAsync(cancellationToken);
        if (current is not null && OnDemandOrder.Make(current, body.Routes, body.Depth, body.Reason, out _) is null)
        {
            // A route may have been configured since.
            current = await configuration.RefreshAsync(cancellationToken);
        }

        if (current is null)
        {
            return Answers.Unconfigured(configuration.State.Problem);
        }

        return OnDemandOrder.Make(current, body.Routes, body.Depth, body.Reason, out var unknown) is not { } order
            ? Answers.BadRequest(body.Routes is []
                    ? "No route is named: list names of the configuration in routes, or \"*\" for all."
                    : "Only routes of the configuration can be probed.",
                [.. unknown.Take(20).Select(name => $"No route is named '{Shown(name)}'.")])
            : body.Scope switch
            {
                ProbeScope.Vantage => Answers.Json(
                    new ResultsBody(await probes.AskAsync(current, order, cancellationToken), null, false, 0),
                    ContractJson.Default.ResultsBody),
                ProbeScope.Fleet => await PostAsync(request, current, order, cancellationToken),
            };
    }

    private async Task<IResult> PostAsync(
        HttpRequest request, FleetConfiguration current, OnDemandOrder order, CancellationToken cancellationToken)
    {
        var left = await mailbox.PostAsync(current, order, cancellationToken);
        return Answers.Accepted(
            request,
            $"{request.PathBase}{request.Path}/requests/{left.Id}",
            at => new RequestBody(left.Id, at, left.Deadline, [.. left.Vantages.Select(vantage => vantage.ToString())]),
            ContractJson.Default.RequestBody);
    }

    // A JSON null among the names arrives as null.
    private static string Shown(string? name) => name is null ? "null" : name.Length > 80 ? $"{name[..80]}…" : name;
}
