using Azure.Data.Tables;
using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Fleet.Tests.Incidents;

/// <summary>What anybody wrote into the fleet's tables stops no judgement of the rest.</summary>
public sealed class JudgeWallTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judge_BesideEachRowOneThatCannotBeRead_GoesOnWithTheRest()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, (_, _) => false);
        await fleet.PassAsync(judge, 5, (vantage, _) => vantage == "eu");
        Assert.Equal(IncidentState.Open, Assert.Single(await fleet.IncidentsAsync()).State);

        foreach (var table in new[] { "Incidents", "ProbeResults", "RouteSnapshots", "Vantages" })
        {
            Assert.NotEqual(0, await AddBrokenTwinsAsync(new TableClient(fleet.Server.ConnectionString, table)));
        }

        await fleet.PassAsync(judge, 12, (_, _) => false);

        var closed = Assert.Single(await fleet.IncidentsAsync());
        Assert.Equal((IncidentState.Closed, IncidentEnding.Recovery), (closed.State, closed.ClosedBy));
        Assert.Equal(2, fleet.Receiver.Accepted.Count);
        Assert.Contains(fleet.Logged, line => line.Contains("cannot be read and is left alone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Judge_RowsOfALaterVersion_AreNamedInTheLogOnce()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 1, (_, _) => false);
        foreach (var table in new[] { "ProbeResults", "RouteSnapshots", "Vantages" })
        {
            Assert.NotEqual(0, await AddBrokenTwinsAsync(new TableClient(fleet.Server.ConnectionString, table), schema: 99));
        }

        await fleet.PassAsync(judge, 2, (_, _) => false);
        await fleet.PassAsync(judge, 3, (vantage, _) => vantage == "eu");

        foreach (var what in new[] { "vantages", "results", "snapshots" })
        {
            Assert.Single(fleet.Logged, line => line.Contains($"Rows of the {what} cannot be read", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Judge_WindowThatStorageRefuses_IsNoJudgementAndAnotherAppMayTry()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        Assert.True(await judge.RunAsync(Stop));
        fleet.Way.Refuses = "GET RouteSnapshots";
        fleet.Clock.Advance(TimeSpan.FromSeconds(182));

        Assert.False(await judge.RunAsync(Stop));

        Assert.Contains(fleet.Logged, line => line.Contains("What the fleet saw cannot be judged", StringComparison.Ordinal));
        Assert.Contains(fleet.Logged, line => line.Contains("Nobody has judged the fleet's incidents for 18", StringComparison.Ordinal));
        Assert.Contains(fleet.Attributes, attributes => attributes.Contains(
            new("microsoft.custom_event.name", "probefleet.incidents.unjudged")));
        fleet.Way.Refuses = null;
        Assert.True(await fleet.NewJudge().RunAsync(Stop));
    }

    private static async Task<int> AddBrokenTwinsAsync(TableClient table, int schema = 1)
    {
        List<TableEntity> rows = [];
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Stop))
        {
            rows.Add(row);
        }

        foreach (var row in rows)
        {
            var twin = new TableEntity(row.PartitionKey, $"{row.RowKey}x");
            foreach (var (name, value) in row.Where(
                column => column.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")))
            {
                twin[name] = value is string ? "{" : value;
            }

            twin["Schema"] = schema;

            await table.UpsertEntityAsync(twin, TableUpdateMode.Replace, Stop);
        }

        return rows.Count;
    }
}
