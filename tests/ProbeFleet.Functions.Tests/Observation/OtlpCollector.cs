using System.Buffers.Binary;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using ProbeFleet.Functions.Tests.Observation.Otlp;

namespace ProbeFleet.Functions.Tests.Observation;

/// <summary>A collector: it takes OTLP over HTTP with protobuf, or over gRPC, and keeps what it got, with the bytes.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Channel<(string Signal, byte[] Body)> _coming = Channel.CreateUnbounded<(string, byte[])>();

    private OtlpCollector(WebApplication server) => _server = server;

    public string Url => _server.Urls.Single();

    /// <summary>Every body as it came.</summary>
    public List<byte[]> Bodies { get; } = [];

    public List<Metric> Metrics { get; } = [];

    public List<Span> Spans { get; } = [];

    public List<LogRecord> Records { get; } = [];

    public List<Resource> Resources { get; } = [];

    public List<Scope> Scopes { get; } = [];

    /// <summary>The header <c>x-key</c> of the last request.</summary>
    public string? Key { get; private set; }

    public static async Task<OtlpCollector> StartAsync(bool isGrpc)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
            endpoint => endpoint.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.MapPost("/v1/{signal}", async (HttpContext call, string signal) => await collector.TakeAsync(call, signal));
        app.MapPost("/opentelemetry.proto.collector.{signal}.v1.{service}/Export", async (HttpContext call, string signal) =>
        {
            await collector.TakeAsync(call, signal == "trace" ? "traces" : signal);
            call.Response.ContentType = "application/grpc";
            await call.Response.Body.WriteAsync(new byte[5]);
            call.Response.AppendTrailer("grpc-status", "0");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Takes what comes until it is enough; after some minutes it says what came.</summary>
    public async Task UntilAsync(Func<OtlpCollector, bool> isEnough)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        while (!isEnough(this))
        {
            Assert.False(patience.IsCancellationRequested, $"It is not enough: {this}");
            var (signal, body) = await _coming.Reader.ReadAsync(patience.Token);
            Bodies.Add(body);
            Keep(signal, body);
        }
    }

    public override string ToString() =>
        $"spans {string.Join(", ", Spans.Select(span => span.Name))}; metrics "
            + $"{string.Join(", ", Metrics.Select(metric => metric.Name).Distinct())}; "
        + $"records {string.Join(", ", Records.Select(record => record.Body?.Text))}";

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task TakeAsync(HttpContext call, string signal)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body);
        Key = call.Request.Headers["x-key"];
        var isFramed = call.Request.ContentType is "application/grpc";
        Assert.True(isFramed || call.Request.ContentType is "application/x-protobuf", call.Request.ContentType);
        await _coming.Writer.WriteAsync((signal, isFramed ? Unframed(body.ToArray()) : body.ToArray()));
    }

    // A gRPC message: one byte "compressed", four bytes length, the message.
    private static byte[] Unframed(byte[] frame)
    {
        Assert.Equal((0, frame.Length - 5), (frame[0], BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1))));
        return frame[5..];
    }

    private void Keep(string signal, byte[] body)
    {
        switch (signal)
        {
            case "metrics":
                var metrics = MetricExport.Parser.ParseFrom(body).Resources;
                Resources.AddRange(metrics.Select(item => item.Resource));
                Scopes.AddRange(metrics.SelectMany(item => item.Scopes).Select(scope => scope.Scope));
                Metrics.AddRange(metrics.SelectMany(item => item.Scopes).SelectMany(scope => scope.Metrics));
                break;
            case "traces":
                var spans = TraceExport.Parser.ParseFrom(body).Resources;
                Resources.AddRange(spans.Select(item => item.Resource));
                Scopes.AddRange(spans.SelectMany(item => item.Scopes).Select(scope => scope.Scope));
                Spans.AddRange(spans.SelectMany(item => item.Scopes).SelectMany(scope => scope.Spans));
                break;
            case "logs":
                var records = LogExport.Parser.ParseFrom(body).Resources;
                Resources.AddRange(records.Select(item => item.Resource));
                Records.AddRange(records.SelectMany(item => item.Scopes).SelectMany(scope => scope.Records));
                break;
            default:
                Assert.Fail($"There is no signal {signal}.");
                break;
        }
    }
}
