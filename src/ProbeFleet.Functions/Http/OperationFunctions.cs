using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.Queries;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Functions.Observation;

namespace ProbeFleet.Functions.Http;

/// <summary>How this vantage runs, and a round by hand.</summary>
public sealed class OperationFunctions(VantageRounds rounds, VantageHealth health, RoundLag lag, JudgeWatch judge, FleetQueries queries)
{
    /// <summary><c>POST /api/rounds</c>: runs a round now, for when a timer died.</summary>
    [Function("CreateRound")]
    public Task<IResult> CreateRoundAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/rounds")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () => await rounds.RunNowAsync(cancellationToken) switch
        {
            RoundReport.Ran ran => Answers.Json(
                new RoundBody("ran", ran.Number, ran.StartedAt, ran.EndedAt, ran.Results, ran.Failed, ran.Unprobed),
                ContractJson.Default.RoundBody),
            RoundReport.Unconfigured { Problem: var problem } => Answers.Unconfigured(problem),
            _ => Answers.Problem(StatusCodes.Status409Conflict, "A round is running.", "Wait for it to end; rounds are never stacked."),
        });

    /// <summary>
    /// <c>GET /api/health</c>: whether this vantage works, and nothing else. Anyone may ask, so storage is asked at most each 15 s, and
    /// each 2 s without a configuration.
    /// </summary>
    [Function("GetHealth")]
    public Task<IResult> GetHealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var report = await health.ReportAsync(cancellationToken);
            var status = report.Status is HealthStatus.Unhealthy ? HealthStatus.Unhealthy : HealthStatus.Healthy;
            return Answers.Json(new HealthBody(status), ContractJson.Default.HealthBody, StatusOf(report));
        });

    /// <summary><c>GET /api/health/details</c>: how well this vantage works, and what is wrong.</summary>
    [Function("GetHealthDetails"), SignedIn]
    public Task<IResult> GetHealthDetailsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/health/details")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var report = await health.ReportAsync(cancellationToken);
            return Answers.Json(report, ContractJson.Default.HealthReport, StatusOf(report));
        });

    /// <summary>
    /// <c>GET /api/metrics</c>: this vantage's and the fleet's numbers as Prometheus text, for three to five table calls.
    /// </summary>
    [Function("GetMetrics")]
    public Task<IResult> GetMetricsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/metrics")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var report = await health.ReportAsync(cancellationToken);
            var figures = await queries.ReadFiguresAsync(cancellationToken);
            return Answers.Text(FleetMetrics.Write(report, lag.Now, judge.Unjudged, figures), PrometheusText.ContentType);
        });

    private static int StatusOf(HealthReport report) =>
        report.Status is HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
}
