using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests;

/// <summary>What a round costs, by what goes over the wire. docs/storage.md states the figures that these tests print.</summary>
public sealed class CostTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(30, 2)]
    [InlineData(100, 2)]
    [InlineData(250, 6)]
    public async Task Round_OfRoutes_IsOneCallPer100RoutesAndTable(int routes, int calls)
    {
        using var account = new Account(azurite.Server.ConnectionString, TimeProvider.System);
        var vantage = NewVantage();
        await account.Stores.Results.SaveAsync(Round(vantage, Noon), Cancel);
        for (var minute = 0; minute < 60; minute++)
        {
            await account.Stores.Snapshots.RecordAsync(Round(vantage, Noon.AddMinutes(minute), routes), Cancel);
        }

        var round = Round(vantage, Noon.AddMinutes(60), routes);
        account.Forget();
        await account.Stores.Results.SaveAsync(round, Cancel);
        var (resultCalls, resultBytes) = (account.Calls.Count, account.BytesSent);
        await account.Stores.Snapshots.RecordAsync(round, Cancel);

        output.WriteLine(
            $"{routes} routes: results {resultCalls} calls {resultBytes} bytes ({resultBytes / routes} a route), "
            + $"snapshots {account.Calls.Count - resultCalls} calls {account.BytesSent - resultBytes} bytes "
            + $"({(account.BytesSent - resultBytes) / routes} a route), "
            + $"answers {account.BytesReceived} bytes");
        Assert.Equal(calls, account.Calls.Count);
        Assert.True(resultBytes < routes * 8_000, $"{resultBytes}");
        Assert.True(account.BytesSent - resultBytes < routes * 4_000, $"{account.BytesSent - resultBytes}");
    }

    [Fact]
    public async Task Fleet_Of60VantagesAnd30RoutesWithFullRings_IsReadInTwoCalls()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, TimeProvider.System);
        foreach (var vantage in Enumerable.Range(0, 60))
        {
            var rounds = Enumerable.Range(0, 60).SelectMany(minute => Round(new($"vantage-{vantage:D2}"), Noon.AddMinutes(minute)));
            await account.Stores.Snapshots.RecordAsync([.. rounds], Cancel);
        }

        account.Forget();
        var fleet = await account.Stores.Snapshots.ReadFleetAsync(Cancel);

        output.WriteLine($"fleet: {account.Calls.Count} calls, {account.BytesReceived} bytes ({account.BytesReceived / 1800} a row)");
        Assert.Equal(1800, fleet.Values.Count);
        Assert.All(fleet.Values, snapshot => Assert.Equal(60, snapshot.Recent.Count));
        Assert.Equal(2, account.Calls.Count);
    }
}
