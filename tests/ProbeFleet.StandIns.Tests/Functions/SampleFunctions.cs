using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace ProbeFleet.StandIns.Tests.Functions;

/// <summary>A function app as a product writes it: only official names.</summary>
public sealed class SampleFunctions(SampleRuns runs)
{
    [Function("Echo")]
    public static Task<IActionResult> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "post", Route = "echo/{word}")] HttpRequest request,
        string word,
        FunctionContext context) =>
        Task.FromResult<IActionResult>(new OkObjectResult(new { Word = word, request.Method, Function = context.FunctionDefinition.Name }));

    [Function("Health")]
    public static IActionResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        new ContentResult { StatusCode = 503, Content = request.Path };

    [Function("Write")]
    public static Task WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "")] HttpRequest request, CancellationToken cancellationToken) =>
        request.HttpContext.Response.WriteAsync("written", cancellationToken);

    [Function("Fail")]
    public static IActionResult Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException($"inner detail of {request.Path}");

    [Function("Hang")]
    public async Task HangAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        runs.Started.Writer.TryWrite(request.Path);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

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
