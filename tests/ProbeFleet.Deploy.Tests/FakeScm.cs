using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ProbeFleet.Deploy.Tests;

/// <summary>A deployment endpoint on loopback. Answers come from a script, one per request; the last one repeats.</summary>
internal sealed class FakeScm : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Answer> _publish = [];
    private readonly List<Answer> _poll = [];
    private int _published;
    private int _polled;

    public FakeScm()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging(logging => logging.ClearProviders());
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>One scripted answer; <see cref="Dead"/> cuts the connection, <see cref="Silent"/> never answers.</summary>
    public sealed record Answer(int Status, string Body = "", string? RetryAfter = null)
    {
        public static Answer Accepted { get; } = new(202, "\"42\"");

        public static Answer Dead { get; } = new(-1);

        public static Answer Silent { get; } = new(-2);

        /// <summary>How the service ends a deployment while the app's identity may not write its package container yet.</summary>
        public static Answer RoleRace { get; } = State(
            3,
            "InaccessibleStorageException: Failed to access storage account for deployment: BlobUploadFailedException: Failed to upload "
                + "blob to storage "
            + "account: Response status code does not indicate success: 403 (This request is not authorized to perform this operation "
            + "using this permission.)");

        public static Answer State(int state, string text = "") =>
            new(200, $$"""{"id":"42","status":{{state}},"status_text":"{{text}}"}""");
    }

    public ConcurrentQueue<(string Method, string Path, string Authorization, byte[] Body)> Requests { get; } = [];

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public int Published => _published;

    public int Polled => _polled;

    public static async Task<FakeScm> StartAsync(Answer[] publish, params Answer[] poll)
    {
        var fake = new FakeScm();
        fake._publish.AddRange(publish);
        fake._poll.AddRange(poll);
        await fake._app.StartAsync(TestContext.Current.CancellationToken);
        return fake;
    }

    public VantageApp App(string vantage = "prod-a", string plan = "flex") => new(vantage, $"func-{vantage}", plan, Url);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = context.Request;
        Requests.Enqueue((request.Method, request.Path + request.QueryString, request.Headers.Authorization.ToString(), body.ToArray()));
        var answer = request.Method == "POST" ? Next(_publish, ref _published) : Next(_poll, ref _polled);
        if (answer == Answer.Dead)
        {
            context.Abort();
            return;
        }

        if (answer == Answer.Silent)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = answer.RetryAfter;
        }

        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static Answer Next(List<Answer> answers, ref int count)
    {
        var index = Interlocked.Increment(ref count) - 1;
        return answers[Math.Min(index, answers.Count - 1)];
    }
}
