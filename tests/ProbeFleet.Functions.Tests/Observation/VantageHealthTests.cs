using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Functions.Tests.Flex;

namespace ProbeFleet.Functions.Tests.Observation;

/// <summary>What health and metrics say of a vantage, in a process that runs its rounds and in one that does not.</summary>
public sealed class VantageHealthTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_NoRoundForThreeIntervals_IsUnhealthyAndNamesTheWayOut()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var process = flex.Start("all");
        await process.RoundAsync();

        flex.Clock.Advance(3 * FlexVantage.Interval);
        Assert.Equal(200, (await process.HealthAsync()).Status);
        await process.JudgeAsync();
        flex.Clock.Advance(TimeSpan.FromSeconds(15));
        var (status, body) = await process.HealthAsync();

        Assert.Equal(503, status);
        Assert.Contains("POST /api/rounds", Assert.Single(Problems(body)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_NightOfTheSchedule_IsNoSilenceAndPutsOffNone()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString, "0 0 6-20 * * *");
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var process = flex.Start("all");
        flex.Clock.Advance(TimeSpan.FromHours(44.1) - flex.Clock.GetUtcNow().TimeOfDay);
        await process.RoundAsync();
        var (at, silent) = ("20:06", "8:06");

        await SleepUntilAsync(TimeSpan.FromHours(9.8));
        Assert.Equal((at, 200), ("20:06", (await process.HealthAsync()).Status));
        Assert.Contains(
            $"probefleet_round_lag_seconds{{vantage=\"{flex.Name}\"}} 0\n", (await process.MetricsAsync()).Body, StringComparison.Ordinal);
        await SleepUntilAsync(TimeSpan.FromHours(2.2));
        Assert.Equal((silent, 503), ("8:06", (await process.HealthAsync()).Status));

        async Task SleepUntilAsync(TimeSpan time)
        {
            flex.Clock.Advance(time);
            await process.JudgeAsync();
            flex.Clock.Advance(TimeSpan.FromSeconds(15));
        }
    }

    [Fact]
    public async Task Health_NoAppJudgesForThreeRounds_IsDegraded_UntilOneDoes()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var process = flex.Start("all");
        await process.JudgeAsync();
        flex.Clock.Advance((3 * FlexVantage.Interval) + TimeSpan.FromSeconds(2));
        await process.RoundAsync();

        var (status, body) = await process.HealthAsync();

        Assert.Equal(200, status);
        Assert.Contains("No app of the fleet has judged incidents for 1080", Assert.Single(Problems(body)), StringComparison.Ordinal);
        Assert.Contains("probefleet_incidents_unjudged_seconds{} 1080", (await process.MetricsAsync()).Body, StringComparison.Ordinal);
        await process.JudgeAsync();
        flex.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Empty(Problems((await process.HealthAsync()).Body));
    }

    [Fact]
    public async Task Health_NoAppEverJudged_IsDegradedAfterThreeRounds()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var process = flex.Start("all");
        await process.RoundAsync();
        Assert.Empty(Problems((await process.HealthAsync()).Body));
        flex.Clock.Advance((3 * FlexVantage.Interval) + TimeSpan.FromSeconds(2));
        await process.RoundAsync();

        var (status, body) = await process.HealthAsync();

        Assert.Equal(200, status);
        Assert.Contains("No app of the fleet has judged incidents for 1080", Assert.Single(Problems(body)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_ClockSetBack_IsUnhealthyUntilARoundOfTheNewTime()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var process = flex.Start("all");
        await process.RoundAsync();
        Assert.Equal(200, (await process.HealthAsync()).Status);

        flex.Clock.AdjustTime(flex.Clock.GetUtcNow() - (4 * FlexVantage.Interval));
        var (status, body) = await process.HealthAsync();

        Assert.Equal(503, status);
        Assert.Contains("s ahead of this machine's clock", Assert.Single(Problems(body)), StringComparison.Ordinal);
        Assert.Contains(
            $"probefleet_round_lag_seconds{{vantage=\"{flex.Name}\"}} 1080", (await process.MetricsAsync()).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await process.RoundAsync()).Status);
        Assert.Equal(200, (await process.HealthAsync()).Status);
    }

    [Fact]
    public async Task Health_NothingToProbeBy_IsUnhealthy()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);

        var (status, body) = await flex.Start("all").HealthAsync();

        Assert.Equal(503, status);
        Assert.Contains("config apply", Assert.Single(Problems(body)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_AReceiversKeyIsTooShort_IsDegradedBeforeTheFirstIncident()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await flex.Storage.Configuration.ApplyAsync(
            """
            {
              "routes": [
                { "name": "a", "kind": "openai", "baseUrl": "http://127.0.0.1:1/v1", "model": "m", "credential": "env:LAB_KEY", "proxy": "none" }
              ],
              "incidents": {
                "notify": [
                  { "kind": "webhook", "url": "env:HOOK_URL", "secret": "env:HOOK_KEY" },
                  { "kind": "webhook", "url": "env:OTHER_URL", "secret": "env:UNSET_KEY" }
                ]
              }
            }
            """,
            ETag.All, "a test", Stop);

        var (status, body) = await flex.Start("all").HealthAsync();

        Assert.Equal((200, "degraded"), (status, Text(body, "status")));
        Assert.StartsWith(
            "A receiver of notifications would not be told: env:HOOK_KEY is a key of 13 bytes", Assert.Single(Problems(body)), StringComparison.Ordinal);
        Assert.DoesNotContain("planted", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_LastGoodConfiguration_IsDegraded()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var process = flex.Start("all");
        Assert.Equal(200, (await process.RoundAsync()).Status);
        Assert.Empty(Problems((await process.HealthAsync()).Body));
        await new TableClient(server.ConnectionString, "FleetConfig").UpdateEntityAsync(
            new TableEntity("fleet", "current") { ["Schema"] = 99 }, ETag.All, TableUpdateMode.Replace, Stop);
        flex.Clock.Advance(TimeSpan.FromSeconds(30));

        var (status, body) = await process.HealthAsync();

        Assert.Equal((200, "degraded"), (status, JsonElement.Parse(body).GetProperty("status").GetString()));
        Assert.StartsWith("The configuration is the last good one", Assert.Single(Problems(body)), StringComparison.Ordinal);
        Assert.Equal(200, (await process.RoundAsync()).Status);
    }

    [Fact]
    public async Task Health_OfAProcessThatRunsNoRounds_FollowsTheOneThatDoes()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var (rounds, http) = (flex.Start("rounds"), flex.Start("http"));
        for (var hour = 0; hour < 6; hour++)
        {
            flex.Clock.Advance(FlexVantage.Interval);
            await rounds.ProbeAsync();
            await rounds.JudgeAsync();
            var (status, body) = await http.HealthAsync();
            Assert.Equal((200, "healthy", 1),
                (status, Text(body, "status"), JsonElement.Parse(body).GetProperty("lastRoundResults").GetInt32()));
        }

        var metrics = (await http.MetricsAsync()).Body;
        Assert.Contains($"probefleet_last_round_results{{vantage=\"{flex.Name}\"}} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains($"probefleet_round_lag_seconds{{vantage=\"{flex.Name}\"}} 0\n", metrics, StringComparison.Ordinal);

        // The rounds' process is gone. A new one that only serves HTTP knows it at once.
        flex.Clock.Advance(3 * FlexVantage.Interval);
        Assert.Equal(200, (await http.HealthAsync()).Status);
        flex.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var process in new[] { http, flex.Start("http-2") })
        {
            var (status, body) = await process.HealthAsync();
            Assert.Equal((503, "unhealthy"), (status, Text(body, "status")));
            Assert.Contains("did the timer die?", body, StringComparison.Ordinal);
        }

        Assert.InRange(Sample((await http.MetricsAsync()).Body, "probefleet_round_lag_seconds"), 7_250, 7_270);
    }

    [Fact]
    public async Task Health_NoRoundEverRan_IsUnhealthyHoweverOftenTheProcessIsNew()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        Assert.Equal(200, (await flex.Start("http").HealthAsync()).Status);

        flex.Clock.Advance(3.1 * FlexVantage.Interval);

        Assert.Equal(503, (await flex.Start("http").HealthAsync()).Status);
    }

    [Fact]
    public async Task Health_StorageAway_IsDegradedWhereNoRoundsRun()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var (rounds, http) = (flex.Start("rounds"), flex.Start("http"));
        await rounds.ProbeAsync();
        await http.HealthAsync();
        await server.StopAsync();
        flex.Clock.Advance(4 * FlexVantage.Interval);

        var (status, body) = await http.HealthAsync();

        Assert.Equal((200, "degraded"), (status, Text(body, "status")));
        Assert.Contains("is not known", body, StringComparison.Ordinal);
        Assert.Equal(503, (await rounds.HealthAsync()).Status);
    }

    private static IEnumerable<string> Problems(string body) =>
        JsonElement.Parse(body).GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!);

    private static string Text(string json, string member) => JsonElement.Parse(json).GetProperty(member).GetString()!;

    private static Uri Url(LabApi api) => api.BaseUrl(LabPersona.OpenAI);

    private static double Sample(string metrics, string family) => double.Parse(
        metrics.Split('\n').Single(
            line => line.StartsWith(family + "{", StringComparison.Ordinal)).Split(' ')[^1], CultureInfo.InvariantCulture);
}
