using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Functions.Observation;
using ProbeFleet.Storage;

namespace ProbeFleet.Functions.Http;

/// <summary>How this vantage runs, and a round by hand.</summary>
/// <param name="rounds">The rounds.</param>
/// <param name="health">Whether it works.</param>
/// <param name="storage">How its routes were last.</param>
public sealed class OperationFunctions(VantageRounds rounds, VantageHealth health, StoragePair storage)
{
    /// <summary><c>POST /api/rounds</c>: runs a round now, for when a timer died.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Set when the caller leaves or the host stops.</param>
    [Function("CreateRound")]
    public async Task<IActionResult> CreateRoundAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/rounds")] HttpRequest request, CancellationToken cancellationToken) =>
        await rounds.RunNowAsync(cancellationToken).ConfigureAwait(false) switch
        {
            RoundReport.Ran ran => Answers.Json(
                new RoundBody("ran", ran.Number, ran.StartedAt, ran.EndedAt, ran.Results, ran.Failed, ran.Unprobed), ApiJson.Default.RoundBody),
            RoundReport.Unconfigured { Problem: var problem } => Answers.Unconfigured(problem),
            _ => Answers.Problem(StatusCodes.Status409Conflict, "A round is running.", "Wait for it to end; rounds are never stacked."),
        };

    /// <summary><c>GET /api/health</c>: whether this vantage works. Anyone may ask; it is answered from memory.</summary>
    /// <param name="request">The request.</param>
    [Function("GetHealth")]
    public IActionResult GetHealth([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request)
    {
        var report = health.Report();
        var status = report.Status is HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return Answers.Json(report, ApiJson.Default.HealthReport, status);
    }

    /// <summary><c>GET /api/metrics</c>: this vantage's numbers as Prometheus text.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Set when the caller leaves or the host stops.</param>
    [Function("GetMetrics")]
    public Task<IActionResult> GetMetricsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/metrics")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () =>
        {
            var fleet = await storage.ReadFleetAsync(cancellationToken).ConfigureAwait(false);
            return Answers.Text(PrometheusText.Write(health.Report(), fleet.Values), PrometheusText.ContentType);
        });
}
