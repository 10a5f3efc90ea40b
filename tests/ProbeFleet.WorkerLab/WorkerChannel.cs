using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ProbeFleet.WorkerLab;

/// <summary>The host's end of the one stream that a worker opens: what is sent to it, and what it answers.</summary>
internal sealed class WorkerChannel : IAsyncDisposable
{
    private const string EventStream = "/AzureFunctionsRpcMessages.FunctionRpc/EventStream";

    private readonly Channel<JsonObject> _outgoing = Channel.CreateUnbounded<JsonObject>();
    private readonly ConcurrentDictionary<(string Kind, string Id), TaskCompletionSource<JsonElement>> _awaited = new();
    private readonly ConcurrentQueue<JsonElement> _logs = new();
    private readonly WebApplication _server;
    private Exception? _ended;

    private WorkerChannel()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        _server = builder.Build();
        _server.MapPost(EventStream, ServeAsync);
    }

    /// <summary>Where the worker is to connect.</summary>
    public Uri Address => new(_server.Urls.Single());

    /// <summary>What the worker logged, each as the protocol's <c>rpcLog</c>.</summary>
    public IReadOnlyCollection<JsonElement> Logs => _logs;

    public static async Task<WorkerChannel> OpenAsync(CancellationToken cancellationToken)
    {
        var channel = new WorkerChannel();
        await channel._server.StartAsync(cancellationToken);
        return channel;
    }

    /// <summary>Sends a message.</summary>
    public void Send(string kind, JsonObject content) => _outgoing.Writer.TryWrite(new() { [kind] = content });

    /// <summary>Waits for a message of the worker; asked for before what causes it is sent, none is missed.</summary>
    /// <param name="kind">Its name.</param>
    /// <param name="id">The function's or invocation's id in it; empty for a message that has none.</param>
    public Task<JsonElement> Awaited(string kind, string id = "")
    {
        var waiting = Waiting(kind, id);
        if (_ended is { } error)
        {
            waiting.TrySetException(error);
        }

        return waiting.Task;
    }

    /// <summary>Whoever waits for a message waits no longer.</summary>
    public void End(Exception error)
    {
        _ended = error;
        foreach (var waiting in _awaited.Values)
        {
            waiting.TrySetException(error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _outgoing.Writer.TryComplete();
        await _server.DisposeAsync();
    }

    private TaskCompletionSource<JsonElement> Waiting(string kind, string id) =>
        _awaited.GetOrAdd((kind, id), _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ServeAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync(context.RequestAborted);
        try
        {
            var (reading, writing) =
                (ReadAsync(context.Request.Body, context.RequestAborted), WriteAsync(context.Response, context.RequestAborted));
            await await Task.WhenAny(reading, writing);
            _outgoing.Writer.TryComplete();
            await writing;
        }
        catch (Exception error) when (error is not IOException and not OperationCanceledException)
        {
            // Whoever waits for an answer is told why none will come; a connection that breaks is told of by the process's end.
            End(error);
            throw;
        }

        context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = "0";
    }

    private async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (await ProtocolMessages.ReadAsync(stream, cancellationToken) is var (kind, content))
        {
            Take(kind, content);
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
        {
            await response.Body.WriteAsync(ProtocolMessages.Frame(message), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    private void Take(string kind, JsonElement content)
    {
        if (kind == "rpcLog")
        {
            _logs.Enqueue(content);
            return;
        }

        var id = kind switch
        {
            "invocationResponse" => content.GetProperty("invocationId").GetString()!,
            "functionLoadResponse" => content.GetProperty("functionId").GetString()!,
            _ => "",
        };
        Waiting(kind, id).TrySetResult(content);
    }
}
