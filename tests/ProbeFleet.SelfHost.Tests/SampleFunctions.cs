using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ProbeFleet.SelfHost.Tests;

/// <summary>A function app as a product writes it: only official names.</summary>
public sealed class SampleFunctions(SampleRuns runs)
{
    [Function("Echo")]
    public static Task<IResult> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "post", Route = "echo/{word}")] HttpRequest request,
        string word) => Task.FromResult(Results.Json(new { Word = word, request.Method }));

    [Function("Headers")]
    public static IResult Headers([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Results.Text(string.Join(' ', request.Headers.Keys.Order(StringComparer.Ordinal)));

    [Function("Health")]
    public static IResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Results.Text(request.Path.Value, statusCode: 503);

    [Function("Write")]
    public static Task WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "")] HttpRequest request, CancellationToken cancellationToken) =>
        request.HttpContext.Response.WriteAsync("written", cancellationToken);

    [Function("Fail")]
    public static IResult Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException($"inner detail of {request.Path}");

    [Function("Hang")]
    public async Task HangAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        runs.Started.Writer.TryWrite(request.Path);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    [Function("Hold")]
    public Task HoldAsync([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request, CancellationToken cancellationToken) =>
        HangAsync(request, cancellationToken);

    [Function("Tick")]
    public async Task TickAsync([TimerTrigger("%SampleSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        runs.Ticks.Writer.TryWrite(timer);
        await runs.Gate.WaitAsync(cancellationToken);
    }

    [Function("Boot")]
    public void Boot([TimerTrigger("0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer)
    {
        runs.Boots.Writer.TryWrite(timer);
        throw new InvalidOperationException("a failed run ends no timer");
    }
}
