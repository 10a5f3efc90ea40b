using System.Net;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Requests;
using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Probing.Attempts;

/// <summary>Sends the request and reads its answer, in this process or in one of the workload's runtime.</summary>
internal sealed class RouteExchange(AttemptState state, RequestPlan plan, PathPlan path, string? secret, Dictionary<string, string> headers)
{
    private readonly StageRecorder _recorder = state.Recorder;
    private readonly AttemptFacts _facts = state.Facts;

    public async Task RunInProcessAsync()
    {
        var (clock, order) = (state.Surroundings.Clock, state.Order);
        var version = order.Route.Http switch
        {
            RouteHttp.Http11 => HttpVersion.Version11,
            RouteHttp.Http2 => HttpVersion.Version20,
        };
        using var connector = new RouteConnector(clock, _recorder, _facts, path);
        using var exchange = new ExchangeHandler(_recorder, _facts, plan.Streams, version, state.Sanitizer)
        {
            InnerHandler = connector.CreateHandler(state.Surroundings.Certificates, keepsConnection: order.Variant is ProbeVariant.Reuse),
        };
        using var http = new HttpClient(exchange) { Timeout = Timeout.InfiniteTimeSpan };
        var call = order.Variant is ProbeVariant.WithoutSdk
            ? PlainCall.SendAsync(plan, secret, headers, http, _recorder.Token)
            : SdkCall.SendAsync(plan, secret, headers, http, _recorder.Token);
        try
        {
            await call.ConfigureAwait(false);
            if (order.Variant is ProbeVariant.Reuse && MayBeKept)
            {
                _recorder.Stop();
                var idle = new IdleConnection(clock, connector, exchange.InnerHandler!, version);
                state.Idle = ClosesByHeader
                    ? new() { Wait = order.Idle, End = IdleEnd.Told, Sign = IdleSign.CloseHeader, EndedAfter = TimeSpan.Zero }
                    : await idle.TryAsync(
                        order.Idle,
                        order.Budget.Headers,
                        (again, token) => SdkCall.SendAsync(plan, secret, headers, again, token),
                        _recorder.CallerToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await connector.WhenIdleAsync().ConfigureAwait(false);
        }
    }

    public async Task RunInRuntimeAsync(string interpreter)
    {
        if (path.RefusalOfLiteral() is { } refusal)
        {
            _recorder.Fail(Stage.Connect, new(FailureKind.TargetNotAllowed, refusal));
            return;
        }

        var exchange = new RuntimeExchange(state.Surroundings, state.Order, state.Order.Route.Runtime!.Value, interpreter);
        (state.Workload, state.RuntimeException) =
            await exchange.RunAsync(plan, path, secret, headers, _recorder, _facts, state.Sanitizer).ConfigureAwait(false);
    }

    /// <summary>A request that is refused would be refused again, and its server may well close.</summary>
    private bool MayBeKept =>
        _facts.Received is { Status: < 400 } || (state.Depth is ProbeDepth.Path && _facts.Received is { Status: < 500 });

    private bool ClosesByHeader => _facts.Received!.Headers.Any(header =>
        header.Key.Equals("connection", StringComparison.OrdinalIgnoreCase)
            && header.Value.Contains("close", StringComparison.OrdinalIgnoreCase));
}
