using System.Globalization;
using System.Text;
using System.Text.Json;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Functions.Tests.Observation.Otlp;

namespace ProbeFleet.Functions.Tests.Observation;

/// <summary>What a collector gets from the real app, of a round of one route that works and one that is refused.</summary>
public sealed class OtlpExportTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private const string CollectorKey = "x-collector-key-7c1f";

    private static readonly string[] Expected =
    [
        "probefleet.burst.verdicts {burst}", "probefleet.probe.duration s", "probefleet.probe.outcomes {probe}",
        "probefleet.round.duration s", "probefleet.round.lag s",
        "probefleet.round.skipped {round}", "probefleet.spool.depth {result}", "probefleet.spool.dropped {result}",
        "probefleet.spool.size By",
    ];

    private static readonly string[] OutcomeDimensions = ["route", "outcome", "cause", "owner", "break"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("probefleet-otlp-");
    private readonly FaultServer _broken = FaultServer.Start(Misbehave.CloseBeforeHeaders);
    private LabApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await LabApi.StartAsync(new(), CancellationToken.None);
        var configuration = VantageApp.Configuration(_api, "good", "bad").Replace(
            $"\"name\": \"bad\", \"kind\": \"openai\", \"baseUrl\": \"{_api.BaseUrl(LabPersona.OpenAI)}\"",
            $"\"name\": \"bad\", \"kind\": \"openai\", \"baseUrl\": \"{_broken.Http()}\"",
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "fleet.json"), configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _broken.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("http/protobuf", "lab-http")]
    [InlineData("grpc", "lab-grpc")]
    public async Task Round_WithACollector_ArrivesAsMetricsSpansAndRecords(string protocol, string vantage)
    {
        await using var collector = await OtlpCollector.StartAsync(isGrpc: protocol is "grpc");
        await RunRoundAsync(collector, protocol, vantage);

        Assert.All(collector.Scopes, scope => Assert.Equal("ProbeFleet", scope.Name));
        Assert.All(collector.Resources, resource => Assert.Equal(
            ("probefleet", vantage), (Text(resource.Attributes, "service.name"), Text(resource.Attributes, "probefleet.vantage"))));
        Assert.Equal(CollectorKey, collector.Key);
        AssertMetrics(collector.Metrics);
        AssertSpans(collector.Spans);
        AssertRecords(collector.Records, vantage);
        AssertNoSecret(collector.Bodies);
        Assert.All(
            _api.Requests,
            request => Assert.DoesNotContain(request.HeaderNames, name => name.Equals("traceparent", StringComparison.OrdinalIgnoreCase)));
    }

    private async Task RunRoundAsync(OtlpCollector collector, string protocol, string vantage)
    {
        await using var app = await VantageApp.StartAsync(azurite.Server.ConnectionString, _folder.FullName, vantage, new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-key={CollectorKey}",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        });
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("/api/rounds", "")).StatusCode);
        await collector.UntilAsync(IsAllThere);
    }

    private static bool IsAllThere(OtlpCollector collector) =>
        collector.Spans.Any(span => span.Name is "round")
        && collector.Records.Count >= 2
        && Expected.All(one => collector.Metrics.Any(metric => $"{metric.Name} {metric.Unit}" == one))
        && collector.Metrics.Any(metric => metric.Name is "probefleet.probe.outcomes" && metric.Sum.Points.Count == 2);

    private static void AssertMetrics(List<Metric> metrics)
    {
        Assert.Equal(Expected, metrics.Select(metric => $"{metric.Name} {metric.Unit}").Distinct().Order(StringComparer.Ordinal));
        Assert.All(metrics, metric => Assert.NotEmpty(metric.Description));
        Assert.All(metrics.SelectMany(Dimensions), dimensions => Assert.InRange(dimensions.Count, 1, 6));
        var outcomes = metrics.Last(metric => metric.Name is "probefleet.probe.outcomes").Sum;
        Assert.True(outcomes.IsMonotonic);
        Assert.Collection(
            outcomes.Points.Select(point => $"{Words(point.Attributes)} {point.AsInt}").Order(StringComparer.Ordinal),
            bad => Assert.Matches("^bad failed [a-z.-]+ [a-z-]+ respond 1$", bad),
            good => Assert.Equal("good passed ok none  1", good));
        var stages = metrics.Last(metric => metric.Name is "probefleet.probe.duration").Histogram.Points;
        Assert.Contains(stages, point => Text(point.Attributes, "probefleet.route") is "good"
            && Text(point.Attributes, "probefleet.stage") is "answer");
        Assert.All(stages, point => Assert.True(point.Sum < 60 && point.Count == 1));

        static string Words(IEnumerable<KeyValue> attributes) =>
            string.Join(' ', OutcomeDimensions.Select(name => Text(attributes, $"probefleet.{name}")));
    }

    private static void AssertSpans(List<Span> spans)
    {
        var round = Assert.Single(spans, span => span.Name is "round");
        var good = Assert.Single(spans, span => span.Name is "probe good");
        var bad = spans.Where(span => span.Name is "probe bad").ToList();
        var stages = spans.Where(span => span.ParentSpanId.Equals(good.SpanId)).ToList();

        Assert.True(round.ParentSpanId.IsEmpty);
        Assert.All(bad.Append(good), probe => Assert.Equal((round.TraceId, round.SpanId), (probe.TraceId, probe.ParentSpanId)));
        Assert.Equal(["configure", "credential", "resolve", "connect", "secure", "send", "respond", "answer"],
            stages.Select(stage => stage.Name));
        Assert.All(stages, stage => Assert.True(
            stage.StartTimeUnixNano >= good.StartTimeUnixNano && stage.EndTimeUnixNano >= stage.StartTimeUnixNano));
        Assert.True(round.StartTimeUnixNano <= good.StartTimeUnixNano && round.EndTimeUnixNano >= bad.Max(probe => probe.EndTimeUnixNano));
        Assert.Equal((0, 2, Text(bad[0].Attributes, "probefleet.cause")),
            (good.Status?.Code ?? 0, bad[0].Status.Code, Text(bad[0].Attributes, "error.type")));
    }

    private static void AssertRecords(List<LogRecord> records, string vantage)
    {
        Assert.Equal(["bad", "good"], records.Select(record => Text(record.Attributes, "microsoft.availability.name")).Order());
        var good = records.Single(record => Text(record.Attributes, "microsoft.availability.name") is "good").Attributes;
        Assert.Equal(
            ("True", vantage, "ok"),
            (Text(good, "microsoft.availability.success"), Text(
                good, "microsoft.availability.runLocation"), Text(good, "probefleet.cause")));
        Assert.True(TimeSpan.TryParseExact(Text(good, "microsoft.availability.duration"), "c", CultureInfo.InvariantCulture, out _));
        Assert.InRange(good.Single(attribute => attribute.Key is "probefleet.certificate_days").Value.Integer, 1, 100_000);
        string[] contract =
        [
            .. Contract().GetProperty("attributes").EnumerateObject().Select(attribute => attribute.Name),
            .. Contract().GetProperty("properties").EnumerateObject().Select(property => property.Name),
        ];
        Assert.Equal(contract.Order(), records.SelectMany(record => record.Attributes).Select(attribute => attribute.Key)
            .Distinct().Order());
    }

    private static void AssertNoSecret(IEnumerable<byte[]> bodies)
    {
        foreach (var secret in new[] { LabCredentials.OpenAIKey, LabCredentials.OpenAIKey[10..30], CollectorKey, VantageApp.Key,
            AzuriteServer.AccountKey })
        {
            Assert.DoesNotContain(bodies, body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
        }
    }

    private static IEnumerable<IList<KeyValue>> Dimensions(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => metric.Gauge.Points.Select(point => point.Attributes),
        Metric.DataOneofCase.Sum => metric.Sum.Points.Select(point => point.Attributes),
        _ => metric.Histogram.Points.Select(point => (IList<KeyValue>)point.Attributes),
    };

    private static string Text(IEnumerable<KeyValue> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.Key == name)?.Value.Text ?? "";

    private static JsonElement Contract() => JsonElement.Parse(Repository.Read("infra/telemetry.json")).GetProperty("availability");
}
