using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Functions.Tests.Flex;

namespace ProbeFleet.Functions.Tests;

/// <summary>What <c>GET /api/health</c> says of one process; of several: <see cref="FlexVantageTests"/>.</summary>
public sealed class VantageHealthTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_NoRoundForThreeIntervals_IsUnhealthyAndNamesTheWayOut()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", api.BaseUrl(LabPersona.OpenAI)));
        var process = flex.Start("all");
        await process.RoundAsync();

        flex.Clock.Advance(3 * FlexVantage.Interval);
        Assert.Equal(200, (await process.HealthAsync()).Status);
        flex.Clock.Advance(TimeSpan.FromSeconds(15));
        var (status, body) = await process.HealthAsync();

        Assert.Equal(503, status);
        Assert.Contains("POST /api/rounds", Assert.Single(Problems(body)), StringComparison.Ordinal);
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
    public async Task Health_LastGoodConfiguration_IsDegraded()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", api.BaseUrl(LabPersona.OpenAI)));
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

    private static IEnumerable<string> Problems(string body) =>
        JsonElement.Parse(body).GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!);
}
