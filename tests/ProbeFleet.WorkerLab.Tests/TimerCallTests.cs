using Azure.Data.Tables;

namespace ProbeFleet.WorkerLab.Tests;

/// <summary>Every timer's function once, and what it leaves in storage.</summary>
[Collection(OneRunningVantage.Name)]
public sealed class TimerCallTests(RunningVantage vantage)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Timers_OfTheWorker_AreThoseTestedHere() => Assert.Equal(
        ["JudgeOnSchedule", "ProbeOnSchedule", "PurgeOnSchedule", "ReuseOnSchedule", "ServeProbeRequests"],
        vantage.Worker.Functions.Values.Where(
            function => function.TriggerType == "timerTrigger").Select(function => function.Name).Order());

    [Fact]
    public async Task ProbeOnSchedule_Ticked_StoresAResultOfEachRouteAndTheHeartbeat()
    {
        var before = await PublishedVantage.StoredAsync(vantage.Storage);

        await vantage.AssertTickedAsync("ProbeOnSchedule");

        var after = await PublishedVantage.StoredAsync(vantage.Storage);
        Assert.Equal(before.Count(route => route == "a") + 1, after.Count(route => route == "a"));
        Assert.True(before.Count(route => route == "b") < after.Count(route => route == "b"));
        Assert.Equal(PublishedVantage.Name, (await PublishedVantage.RowsAsync(vantage.Storage, "Vantages").SingleAsync(Stop)).RowKey);
    }

    [Fact]
    public async Task JudgeOnSchedule_TickedAfterFailures_HasOpenedTheIncidentOfTheFailingRoute()
    {
        var incident = await vantage.Worker.GetJsonAsync("GetIncident", $"/api/incidents/{vantage.Ids["{incident}"]}");

        Assert.Equal("open", incident.GetProperty("state").GetString());
        Assert.Equal("b", Assert.Single(incident.GetProperty("affected").EnumerateArray()).GetProperty("route").GetString());
        Assert.Contains(await PublishedVantage.RowsAsync(vantage.Storage, "Leases").ToListAsync(Stop), lease => lease.RowKey == "judge");
    }

    [Fact]
    public async Task ServeProbeRequests_Ticked_AnswersTheFleetWideRequest()
    {
        await vantage.AssertTickedAsync("ServeProbeRequests");

        var request = await vantage.Worker.GetJsonAsync("GetProbeRequest", $"/api/probes/requests/{vantage.Ids["{request}"]}");
        Assert.Equal("answered", Assert.Single(request.GetProperty("vantages").EnumerateArray()).GetProperty("answer").GetString());
        Assert.Single(request.GetProperty("results").EnumerateArray());
    }

    [Fact]
    public async Task ReuseOnSchedule_TickedWithoutReuseEvery_ProbesNothing()
    {
        var before = await PublishedVantage.StoredAsync(vantage.Storage);

        await vantage.AssertTickedAsync("ReuseOnSchedule");

        Assert.Equal(before.Count, (await PublishedVantage.StoredAsync(vantage.Storage)).Count);
    }

    [Fact]
    public async Task PurgeOnSchedule_Ticked_DeletesOldResultsOnly()
    {
        var table = new TableClient(vantage.Storage, "ProbeResults");
        var old = new TableEntity($"{PublishedVantage.Name}|20200101", "a|2517000000000000000|0199d000-0000-7000-8000-000000000000");
        await table.AddEntityAsync(old, Stop);
        var before = await PublishedVantage.StoredAsync(vantage.Storage);

        await vantage.AssertTickedAsync("PurgeOnSchedule");

        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>(old.PartitionKey, old.RowKey, cancellationToken: Stop)).HasValue);
        Assert.Equal(before.Count - 1, (await PublishedVantage.StoredAsync(vantage.Storage)).Count);
    }
}
