using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Functions.Tests.Observation;

/// <summary>Availability records of the official exporter at the door of Application Insights, and collectors that are of no use.</summary>
public sealed class ApplicationInsightsTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    private const string Connection = "InstrumentationKey=11111111-2222-3333-4444-555555555555;IngestionEndpoint=";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Round_OnAMachineWithoutAnIdentity_ArrivesAsAvailability()
    {
        var records = new BlockingCollection<JsonElement>();
        await using var ingestion = await StartServiceAsync(call => TakeAsync(call, records));
        await using var app = await StartAppAsync(new()
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"{Connection}{ingestion.Urls.Single()}/",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        });

        await app.PostAsync("/api/rounds", "");

        var record = Availability(records);
        Assert.Equal(
            ("11111111-2222-3333-4444-555555555555", "probefleet"),
            (record.GetProperty("iKey").GetString(), record.GetProperty("tags").GetProperty("ai.cloud.role").GetString()));
        var data = record.GetProperty("data").GetProperty("baseData");
        Assert.Equal(("appinsights", true), (data.GetProperty("runLocation").GetString(), data.GetProperty("success").GetBoolean()));
        Assert.Matches("^[ab]$", data.GetProperty("name").GetString());
        Assert.Equal("ok", data.GetProperty("properties").GetProperty("probefleet.cause").GetString());
    }

    [Fact]
    public async Task Round_WithAnIdentity_ArrivesWithItsToken()
    {
        var records = new BlockingCollection<JsonElement>();
        var authorizations = new ConcurrentQueue<string>();
        var asked = new ConcurrentQueue<string>();
        await using var ingestion = await StartServiceAsync(
            call =>
            {
                authorizations.Enqueue(call.Request.Headers.Authorization.ToString());
                return TakeAsync(call, records);
            },
            isSecure: true);
        await using var identity = await StartServiceAsync(call =>
        {
            asked.Enqueue(call.Request.QueryString.Value ?? "");
            return call.Response.WriteAsJsonAsync(
                new
                {
                    access_token = "a-token-of-the-app",
                    expires_on = "4102444800",
                    resource = "https://monitor.azure.com",
                    token_type = "Bearer"
                }, Stop);
        });
        await using var app = await StartAppAsync(new()
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"{Connection}{ingestion.Urls.Single()}/",
            ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "ClientId=c0ffee00-0000-4000-8000-000000000001;Authorization=AAD",
            ["AZURE_CLIENT_ID"] = "c0ffee00-0000-4000-8000-000000000001",
            ["IDENTITY_ENDPOINT"] = $"{identity.Urls.Single()}/msi/token",
            ["IDENTITY_HEADER"] = "a-header",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        });

        await app.PostAsync("/api/rounds", "");

        Assert.Equal("Availability", Availability(records).GetProperty("name").GetString());
        Assert.Contains("Bearer a-token-of-the-app", authorizations);
        Assert.Contains(asked, query => query.Contains("client_id=c0ffee00-0000-4000-8000-000000000001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Round_WithADeadCollectorAndOneThatNeverAnswers_IsWhatItIsWithout()
    {
        var never = new TaskCompletionSource();
        await using var silent = await StartServiceAsync(call => never.Task.WaitAsync(call.RequestAborted));
        foreach (var collector in new[] { "http://127.0.0.1:1", silent.Urls.Single() })
        {
            await using var app = await StartAppAsync(new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "50",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "50",
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"{Connection}{collector}/",
            });
            for (var round = 0; round < 3; round++)
            {
                var ran = await VantageApp.ReadJsonAsync(await app.PostAsync("/api/rounds", ""));
                Assert.Equal((2, 0), (ran.GetProperty("results").GetInt32(), ran.GetProperty("failed").GetInt32()));
            }

            Assert.Equal("healthy", (await app.GetJsonAsync("/api/health")).GetProperty("status").GetString());
        }
    }

    private static JsonElement Availability(BlockingCollection<JsonElement> records)
    {
        // The exporter may send records of its own first.
        while (records.TryTake(out var record, (int)Patience.TotalMilliseconds, Stop))
        {
            if (record.GetProperty("data").GetProperty("baseType").GetString() is "AvailabilityData")
            {
                return record;
            }
        }

        throw new TimeoutException($"No availability record arrived within {Patience}.");
    }

    private static async Task TakeAsync(HttpContext call, BlockingCollection<JsonElement> records)
    {
        var isCompressed = call.Request.Headers.ContentEncoding == "gzip";
        using var reader = new StreamReader(
            isCompressed ? new GZipStream(call.Request.Body, CompressionMode.Decompress) : call.Request.Body);
        var lines = (await reader.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            records.Add(JsonElement.Parse(line), Stop);
        }

        await call.Response.WriteAsJsonAsync(
            new { itemsReceived = lines.Length, itemsAccepted = lines.Length, errors = Array.Empty<string>() }, Stop);
    }

    private Task<VantageApp> StartAppAsync(Dictionary<string, string> settings) =>
        VantageApp.StartAsync(fixture.Azurite.Server.ConnectionString, fixture.Folder.FullName, "appinsights", settings);

    private static async Task<WebApplication> StartServiceAsync(RequestDelegate answer, bool isSecure = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(
            kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (isSecure)
            {
                listen.UseHttps(LabTrust.Server.Leaf, https => https.ServerCertificateChain = [.. LabTrust.Server.SentAfterLeaf]);
            }
        }));
        var app = builder.Build();
        app.Map("/{**path}", answer);
        await app.StartAsync(Stop);
        return app;
    }
}
