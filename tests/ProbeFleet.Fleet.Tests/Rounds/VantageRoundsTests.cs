using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.Fleet.Tests.Rounds;

public sealed class VantageRoundsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Round_HealthyAndFailingRoute_IsStoredWithSnapshotsAndHeartbeat()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        await using var broken = FaultServer.Start(Misbehave.HeadersNever);
        using var vantage = new LabVantage(azurite.Server, interval: TimeSpan.FromMinutes(5));
        vantage.Configure(
            """ "timeout": "00:01:00", "headerTimeout": "00:00:05", "connectTimeout": "00:01:00", "tlsTimeout": "00:01:00" """,
            Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "healthy"), Lab.RouteTo(broken.Http(), "broken"));
        vantage.Memory.Recall([new(new("broken"), ProbeOutcome.Failed, DateTimeOffset.UtcNow)], []);

        var report = Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));

        Assert.Equal((2, 1, 0), (report.Results, report.Failed, report.Unprobed.Count));
        Assert.Equal(
            [("broken", ProbeOutcome.Failed), ("healthy", ProbeOutcome.Passed)],
            (await vantage.StoredAsync()).Select(result => (result.Route.Name.ToString(), result.Outcome)).Order());
        Assert.Equal(2, (await vantage.SnapshotsAsync()).Count);
        var heartbeat = (await vantage.Storage.ReadVantagesAsync(Stop)).Values.Single(row => row.Vantage.Name == vantage.Vantage.Name);
        Assert.Equal((report.Number, 0), (heartbeat.LastRound, heartbeat.SpoolDepth));
        Assert.NotEmpty(heartbeat.Resolvers);
        Assert.StartsWith("sha256:", heartbeat.TrustStoreHash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HangingRoute_OtherResults_AreStoredBeforeTheRoundEnds()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        await using var hanging = FaultServer.Start(Misbehave.HeadersNever);
        using var vantage = new LabVantage(azurite.Server);
        vantage.Configure(
            """ "timeout": "00:05:00", "headerTimeout": "00:05:00" """,
            Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "healthy"), Lab.RouteTo(hanging.Http(), "hanging"));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var round = vantage.Rounds.RunNowAsync(ending.Token);
        while (await vantage.StoredAsync() is [])
        {
            Assert.False(round.IsCompleted);
        }

        await ending.CancelAsync();
        await round;
        Assert.Equal("healthy", Assert.Single(await vantage.StoredAsync()).Route.Name.ToString());
    }

    [Fact]
    public async Task Deadline_HangingRoute_EndsTheRoundAndIsCounted()
    {
        await using var hanging = FaultServer.Start(Misbehave.HeadersNever);
        using var vantage = new LabVantage(azurite.Server, interval: TimeSpan.FromSeconds(2));
        vantage.Configure(""" "timeout": "00:05:00", "headerTimeout": "00:05:00" """, Lab.RouteTo(hanging.Http(), "hanging"));

        var report = Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));

        Assert.Equal("hanging", Assert.Single(report.Unprobed).ToString());
        Assert.Empty(await vantage.StoredAsync());
    }

    [Fact]
    public async Task Overrun_NextRound_IsSkippedNotStacked()
    {
        await using var hanging = FaultServer.Start(Misbehave.HeadersNever);
        using var vantage = new LabVantage(azurite.Server);
        vantage.Configure(""" "timeout": "00:05:00", "headerTimeout": "00:05:00" """, Lab.RouteTo(hanging.Http(), "hanging"));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = vantage.Rounds.RunNowAsync(ending.Token);
        while (hanging.Connections.Count == 0)
        {
            await Task.Yield();
        }

        Assert.IsType<RoundReport.Skipped>(await vantage.Rounds.RunNowAsync(Stop));

        Assert.Equal(1, vantage.Rounds.Skipped);
        await ending.CancelAsync();
        await running;
        Assert.Single(hanging.Connections);
    }

    [Fact]
    public async Task NoConfiguration_Round_SaysWhy()
    {
        using var vantage = new LabVantage(azurite.Server);

        var report = Assert.IsType<RoundReport.Unconfigured>(await vantage.Rounds.RunNowAsync(Stop));

        Assert.Contains("fleet.json", report.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_Baselines_AreRecalled()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var vantage = new LabVantage(azurite.Server);
        vantage.Configure("", Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI)));
        Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));
        var healthy = vantage.Memory.BaselineOf(new("lab"));

        var next = new Fleet.Vantages.VantageState();
        using var records = vantage.RecordsOf(next);
        await records.BeginAsync(Stop);

        Assert.Equal(healthy!.Healthy.Id, next.BaselineOf(new("lab"))?.Healthy.Id);
    }
}
