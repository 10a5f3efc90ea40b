using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Storage.Retention;
using ProbeFleet.Storage.Vantages;
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
    public async Task Pair_SecondSilent_IsNotReadAgainForAMinute()
    {
        using var first = new Account(azurite.Server.ConnectionString, _clock);
        var silence = new Silence(_clock);
        using var second = silence.Open();
        var storage = new FleetStorage(first.Stores, second, _clock);
        var vantage = Round(NewVantage(), Noon)[0].Vantage;
        await storage.SaveHeartbeatAsync(new() { Vantage = vantage, At = Noon }, Cancel);

        Assert.True((await storage.ReadSnapshotsAsync(vantage.Name, Cancel)).IsPartial);
        Assert.True((await storage.ReadSnapshotsAsync(vantage.Name, Cancel)).IsPartial);
        Assert.IsType<Reading<VantageHeartbeat>.Found>(await storage.FindHeartbeatAsync(vantage.Name, Cancel));
        await Assert.ThrowsAsync<StorageException>(() => storage.FindHeartbeatAsync(NewVantage(), Cancel));
        await Assert.ThrowsAsync<StorageException>(() => storage.FindResultAsync(Guid.CreateVersion7(Noon), vantage.Name, Cancel));
        Assert.Equal(1, silence.Calls);

        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await storage.ReadSnapshotsAsync(vantage.Name, Cancel)).IsPartial);
        Assert.Equal(2, silence.Calls);
    }

    [Fact]
    public async Task Pair_SecondSilentUntilACallersDeadline_GivesWhatTheFirstSaid()
    {
        using var first = new Account(azurite.Server.ConnectionString, _clock);
        var reader = new AccountReader(first.Stores, first.Another(), _clock);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(3), _clock);
        var asked = 0;
        async Task<string> AskAsync(TableStores stores)
        {
            asked++;
            await (stores == first.Stores ? Task.CompletedTask : new TaskCompletionSource().Task.WaitAsync(deadline.Token));
            return "said";
        }

        var reading = reader.ReadAsync(AskAsync, deadline.Token);
        _clock.Advance(TimeSpan.FromSeconds(3));
        var (read, isPartial) = await reading;

        Assert.Equal(("said", true, 2), (Assert.Single(read), isPartial, asked));
        Assert.True((await reader.ReadAsync(AskAsync, Cancel)).IsPartial);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Purge_Pair_DeletesInBothAndASilentSecondKeepsOnlyItsOwn()
    {
        await using var firstServer = await azurite.StartAnotherAsync(Cancel);
        await using var secondServer = await azurite.StartAnotherAsync(Cancel);
        using var first = new Account(firstServer.ConnectionString, _clock);
        using var second = new Account(secondServer.ConnectionString, _clock);
        var storage = new FleetStorage(first.Stores, second.Stores, _clock);
        var old = Round(NewVantage(), Noon.AddDays(-40));
        await first.Stores.Results.SaveAsync(old, Cancel);
        await second.Stores.Results.SaveAsync(old, Cancel);

        var both = await storage.PurgeAsync(TimeSpan.FromDays(30), 10_000, Cancel);
        await first.Stores.Results.SaveAsync(old, Cancel);
        await secondServer.StopAsync();
        var one = await storage.PurgeAsync(TimeSpan.FromDays(30), 10_000, Cancel);

        Assert.Equal(new PurgeReport(2 * old.Count, IsFinished: true), both);
        Assert.Equal((old.Count, true), (one.Rows, one.IsFinished));
        Assert.NotNull(one.SecondProblem);
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

    /// <summary>An account that lets each call wait for ten seconds and does not answer.</summary>
    private sealed class Silence(FakeTimeProvider clock) : HttpMessageHandler
    {
        public int Calls { get; private set; }

        public TableStores Open() => TableStores.Connect("UseDevelopmentStorage=true", null, clock, options =>
        {
            options.Retry.MaxRetries = 0;
            options.Transport = new HttpClientTransport(this);
        });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            clock.Advance(TimeSpan.FromSeconds(10));
            throw new HttpRequestException("silent for a test");
        }
    }
}
