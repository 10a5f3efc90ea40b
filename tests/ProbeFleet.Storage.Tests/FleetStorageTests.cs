using Microsoft.Extensions.Time.Testing;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests;

public sealed class FleetStorageTests(AzuriteFixture azurite)
{
    private readonly FakeTimeProvider _clock = new(Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pair_FirstKilledAndBack_KeepsEveryResultOnce()
    {
        await using var firstServer = await azurite.StartAnotherAsync(Cancel);
        await using var secondServer = await azurite.StartAnotherAsync(Cancel);
        using var first = new Account(firstServer.ConnectionString, _clock);
        using var second = new Account(secondServer.ConnectionString, _clock);
        var storage = new FleetStorage(first.Stores, second.Stores, _clock);
        var vantage = NewVantage();
        var rounds = Enumerable.Range(0, 4).Select(number => Round(vantage, Noon.AddMinutes(number))).ToList();

        await WriteAsync(storage, rounds[0]);
        await firstServer.StopAsync();
        await WriteAsync(storage, rounds[1]);
        var partial = await storage.QueryResultsAsync(new() { Vantage = vantage, From = Noon, To = Noon.AddHours(1) }, Cancel);
        Assert.True(partial.IsPartial);
        Assert.Equal(30, partial.Results.Count);

        await firstServer.StartAsync(Cancel);
        await WriteAsync(storage, rounds[2]);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await WriteAsync(storage, rounds[3]);
        await first.Stores.Results.SaveAsync(rounds[2], Cancel);

        Assert.Equal(2 * 30, (await second.Stores.Results.QueryAsync(
            new() { Vantage = vantage, From = Noon, To = Noon.AddHours(1) }, Cancel)).Results.Count);
        var read = new List<ProbeResult>();
        string? next = null;
        do
        {
            var page = await storage.QueryResultsAsync(
                new() { Vantage = vantage, From = Noon, To = Noon.AddHours(1), Top = 17, After = next }, Cancel);
            Assert.False(page.IsPartial);
            read.AddRange(page.Results);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(
            rounds.SelectMany(round => round).OrderByDescending(result => result.StartedAt).Select(result => result.Id),
            read.Select(result => result.Id));
        Assert.All((await storage.ReadFleetAsync(Cancel)).Values, snapshot => Assert.Equal(4, snapshot.Recent.Count));
        Assert.Equal(Noon.AddMinutes(3), Assert.Single((await storage.ReadVantagesAsync(Cancel)).Values).At);
        Assert.IsType<Reading<ProbeResult>.Found>(await storage.FindResultAsync(rounds[1][0].Id, vantage: null, Cancel));
    }

    [Fact]
    public async Task Pair_FirstSilent_IsNotAskedAgainForAMinute()
    {
        await using var firstServer = await azurite.StartAnotherAsync(Cancel);
        using var first = new Account(firstServer.ConnectionString, _clock);
        using var second = new Account(azurite.Server.ConnectionString, _clock);
        var storage = new FleetStorage(first.Stores, second.Stores, _clock);
        await firstServer.StopAsync();
        var round = Round(NewVantage(), Noon);

        await storage.SaveResultsAsync(round, Cancel);
        second.Forget();
        await storage.SaveResultsAsync(round, Cancel);

        Assert.Single(second.Calls);
        Assert.Empty(first.Calls);
    }

    [Fact]
    public async Task Pair_BothSilent_SaysSo()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, _clock);
        var storage = new FleetStorage(account.Stores, account.Another(), _clock);
        await server.StopAsync();

        foreach (var call in new Func<Task>[]
        {
            () => storage.SaveResultsAsync(Round(NewVantage(), Noon), Cancel),
            () => storage.ReadFleetAsync(Cancel),
            () => storage.FindResultAsync(Guid.CreateVersion7(Noon), NewVantage(), Cancel),
        })
        {
            Assert.Equal(StorageFailure.Unreachable, (await Assert.ThrowsAsync<StorageException>(call)).Failure);
        }
    }

    private static async Task WriteAsync(FleetStorage storage, IReadOnlyList<ProbeResult> round)
    {
        await storage.SaveResultsAsync(round, Cancel);
        await storage.RecordSnapshotsAsync(round, Cancel);
        await storage.SaveHeartbeatAsync(new() { Vantage = round[0].Vantage, At = round[0].StartedAt }, Cancel);
    }
}
