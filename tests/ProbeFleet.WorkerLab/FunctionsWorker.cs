using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;

namespace ProbeFleet.WorkerLab;

/// <summary>
/// A worker process of the published app, and the host that it needs: started, indexed, loaded and called by the worker's protocol as Azure
/// Functions does.
/// Function keys, schedules, retries and the choice of a function by its route are the real host's business and not done here.
/// </summary>
public sealed class FunctionsWorker : IAsyncDisposable
{
    /// <summary>For what a quiet machine does in a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentDictionary<string, Task> _running = new();
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly WorkerChannel _channel;
    private readonly Process _process;
    private readonly HttpClient _client;

    private FunctionsWorker(WorkerChannel channel, Process process)
    {
        (_channel, _process) = (channel, process);
        // As the host's own proxy: nothing is followed, kept or unpacked on the way. Loopback needs no proxy.
        _client = new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Patience,
        };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Ended = EndAsync();
    }

    /// <summary>The functions that the worker indexed, by name. All are loaded.</summary>
    public IReadOnlyDictionary<string, WorkerFunction> Functions { get; private set; } = new Dictionary<string, WorkerFunction>();

    /// <summary>The process's exit code, once it has ended and all that it wrote is in <see cref="Output"/>.</summary>
    public Task<int> Ended { get; }

    /// <summary>The lines that the process wrote to standard output and standard error.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>What the app logged through its host, each as the protocol's <c>rpcLog</c>.</summary>
    public IReadOnlyCollection<JsonElement> Logs => _channel.Logs;

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>The process's resident memory now, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>From the process's start to now.</summary>
    public TimeSpan Age => _sinceStart.Elapsed;

    /// <summary>From the process's start until the worker said hello.</summary>
    public TimeSpan ConnectedAfter { get; private set; }

    /// <summary>From the process's start until all functions were loaded.</summary>
    public TimeSpan LoadedAfter { get; private set; }

    /// <summary>Starts a worker and loads its functions.</summary>
    /// <param name="app">The published app.</param>
    /// <param name="environment">Environment variables in which it differs from this process; null removes one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">The process ended instead; the message has what it wrote.</exception>
    public static async Task<FunctionsWorker> StartAsync(
        PublishedApp app, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var worker = await LaunchAsync(app, environment, cancellationToken);
        try
        {
            await worker.LoadAsync(app, cancellationToken);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a worker's process only, for one that is to end by itself.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task<FunctionsWorker> LaunchAsync(
        PublishedApp app, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var channel = await WorkerChannel.OpenAsync(cancellationToken);
        var id = Guid.CreateVersion7().ToString();
        var (address, port) = ($"http://127.0.0.1:{channel.Address.Port}", $"{channel.Address.Port}");
        string[] arguments =
        [
            app.Program, "--host", "127.0.0.1", "--port", port, "--workerId", id, "--requestId", id, "--grpcMaxMessageLength",
            $"{int.MaxValue}",
            "--functions-uri", address, "--functions-worker-id", id, "--functions-request-id", id, "--functions-grpc-max-message-length",
            $"{int.MaxValue}",
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = app.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
                ["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder,
                ["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder,
            },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(channel, Process.Start(start)!);
    }

    /// <summary>Calls a timer's function, as its tick does.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="cancellationToken">Tells the worker that the host wants the invocation to end, and still waits for its end.</param>
    public Task<InvocationEnd> TickAsync(string function, CancellationToken cancellationToken)
    {
        const string Tick = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""";
        return InvokeAsync(NewId(), Functions[function], new() { ["json"] = Tick }, [], cancellationToken);
    }

    /// <summary>
    /// Calls an HTTP function: its invocation by the protocol, and the caller's own request beside it, as the host's proxy sends it.
    /// </summary>
    /// <param name="function">Its name.</param>
    /// <param name="request">Method, path and query, headers, body.</param>
    /// <param name="cancellationToken">The caller leaves: the connection is closed, the worker is told, and the invocation's end is waited
    /// for.</param>
    /// <exception cref="ArgumentException">The path is not the function's.</exception>
    public Task<HttpInvocation> CallAsync(string function, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = new Uri(_client.BaseAddress!, request.RequestUri!).AbsolutePath;
        return CallAsync(function, request, Functions[function].RouteValues(path), cancellationToken);
    }

    /// <summary>Calls an HTTP function with route values that need not be those of its path.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="request">Method, path and query, headers, body.</param>
    /// <param name="routeValues">What the host says that the route's parameters are.</param>
    /// <param name="cancellationToken">The caller leaves.</param>
    public async Task<HttpInvocation> CallAsync(
        string function, HttpRequestMessage request, RouteValueDictionary routeValues, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(routeValues);
        var id = NewId();
        request.Headers.Add("x-ms-invocation-id", id);
        JsonObject values = [.. routeValues.Select(value =>
            KeyValuePair.Create<string, JsonNode?>(value.Key, new JsonObject { ["string"] = $"{value.Value}" }))];
        var invoking = InvokeAsync(id, Functions[function], new() { ["http"] = new JsonObject() }, values, cancellationToken);
        try
        {
            var response = await _client.SendAsync(request, cancellationToken);
            return new(response, await invoking);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new(null, await invoking);
        }
    }

    /// <summary>
    /// Ends the worker as a host does that stops or moves away: what runs is cancelled and waited for, then the worker is told to go.
    /// </summary>
    /// <param name="grace">How long either may take.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync(TimeSpan grace)
    {
        foreach (var id in _running.Keys)
        {
            Cancel(id);
        }

        await Task.WhenAll(_running.Values).WaitAsync(grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await TerminateAtOnceAsync(grace);
    }

    /// <summary>Ends the worker as a host does that cancels nothing: it is told to go, whatever runs.</summary>
    /// <param name="grace">How long it may take, as it is told.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAtOnceAsync(TimeSpan grace)
    {
        _channel.Send("workerTerminate", new() { ["gracePeriod"] = $"{grace.TotalSeconds:0}s" });
        return await Ended.WaitAsync(Patience);
    }

    /// <summary>kill -9, if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await Ended;
        _client.Dispose();
        await _channel.DisposeAsync();
        _process.Dispose();
    }

    private async Task LoadAsync(PublishedApp app, CancellationToken cancellationToken)
    {
        await AnswerAsync("startStream", "", cancellationToken);
        ConnectedAfter = Age;
        _channel.Send("workerInitRequest", new()
        {
            ["hostVersion"] = "4.0.0",
            ["workerDirectory"] = app.Folder,
            ["functionAppDirectory"] = app.Folder,
        });
        var ready = await AnswerAsync("workerInitResponse", "", cancellationToken);
        _client.BaseAddress = new(ready.GetProperty("capabilities").GetProperty("HttpUri").GetString()!);
        _channel.Send("functionsMetadataRequest", new() { ["functionAppDirectory"] = app.Folder });
        var indexed = await AnswerAsync("functionMetadataResponse", "", cancellationToken);
        Functions = indexed.GetProperty("functionMetadataResults").EnumerateArray().Select(WorkerFunction.Of)
            .ToDictionary(function => function.Name);
        foreach (var function in Functions.Values)
        {
            var metadata = JsonObject.Create(function.Metadata);
            _channel.Send("functionLoadRequest", new() { ["functionId"] = function.Id, ["metadata"] = metadata });
        }

        foreach (var function in Functions.Values)
        {
            var end = InvocationEnd.Of(await AnswerAsync("functionLoadResponse", function.Id, cancellationToken));
            if (end.Status != "Success")
            {
                throw new InvalidOperationException($"{function.Name} does not load: {end.Exception}");
            }
        }

        LoadedAfter = Age;
    }

    private async Task<InvocationEnd> InvokeAsync(
        string id, WorkerFunction function, JsonObject input, JsonObject triggerMetadata, CancellationToken cancellationToken)
    {
        _channel.Send("invocationRequest", new()
        {
            ["invocationId"] = id,
            ["functionId"] = function.Id,
            ["inputData"] = new JsonArray(new JsonObject { ["name"] = function.Parameter, ["data"] = input }),
            ["triggerMetadata"] = triggerMetadata,
            ["traceContext"] = new JsonObject(),
        });
        var ending = AnswerAsync("invocationResponse", id, CancellationToken.None);
        _running[id] = ending;
        await using var leaving = cancellationToken.Register(() => Cancel(id));
        try
        {
            return InvocationEnd.Of(await ending);
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    private void Cancel(string id) => _channel.Send("invocationCancel", new() { ["invocationId"] = id });

    /// <summary>A worker says where it will listen before it does: the real host tries again too.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionRefused)
            {
                socket.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private Task<JsonElement> AnswerAsync(string kind, string id, CancellationToken cancellationToken) =>
        _channel.Awaited(kind, id).WaitAsync(Patience, cancellationToken);

    private async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        _channel.End(new InvalidOperationException($"The worker ended with {_process.ExitCode}:\n{string.Join('\n', _output)}"));
        return _process.ExitCode;
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
