using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ProbeFleet.Functions.Tests.Telemetry;

/// <summary>Availability records at the door of Application Insights, and collectors that are of no use.</summary>
public sealed class ApplicationInsightsTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Round_WithAConnectionString_ArrivesAsAvailability()
    {
        var arrived = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await StartServiceAsync(async call =>
        {
            using var reader = new StreamReader(call.Request.Body);
            arrived.TrySetResult(await reader.ReadToEndAsync());
        });
        await using var app = await StartAppAsync(new()
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey=11111111-2222-3333-4444-555555555555;IngestionEndpoint={service.Urls.Single()}/",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        });

        await app.PostAsync("/api/rounds", "");
        var items = JsonElement.Parse(await arrived.Task.WaitAsync(Stop));

        var item = items.EnumerateArray().First();
        Assert.Equal(
            ("Availability", "AvailabilityData"),
            (item.GetProperty("name").GetString(), item.GetProperty("data").GetProperty("baseType").GetString()));
        Assert.Equal(
            ("11111111-2222-3333-4444-555555555555", "probefleet"),
            (item.GetProperty("iKey").GetString(), item.GetProperty("tags").GetProperty("ai.cloud.role").GetString()));
        var data = item.GetProperty("data").GetProperty("baseData");
        Assert.Equal(("appinsights", true), (data.GetProperty("runLocation").GetString(), data.GetProperty("success").GetBoolean()));
        Assert.Matches("^[ab]$", data.GetProperty("name").GetString());
        Assert.Equal("ok", data.GetProperty("properties").GetProperty("probefleet.cause").GetString());
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
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey=1;IngestionEndpoint={collector}/",
            });
            for (var round = 0; round < 3; round++)
            {
                var ran = await VantageApp.ReadJsonAsync(await app.PostAsync("/api/rounds", ""));
                Assert.Equal((2, 0), (ran.GetProperty("results").GetInt32(), ran.GetProperty("failed").GetInt32()));
            }

            Assert.Equal("healthy", (await app.GetJsonAsync("/api/health")).GetProperty("status").GetString());
        }
    }

    private Task<VantageApp> StartAppAsync(Dictionary<string, string> settings) =>
        VantageApp.StartAsync(fixture.Azurite.Server.ConnectionString, fixture.Folder.FullName, "appinsights", settings);

    private static async Task<WebApplication> StartServiceAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/{**path}", answer);
        await app.StartAsync(Stop);
        return app;
    }
}
