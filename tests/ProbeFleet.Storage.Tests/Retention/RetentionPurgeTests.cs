using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Storage.Baselines;
using ProbeFleet.Storage.Leases;
using ProbeFleet.Storage.Retention;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Retention;

/// <summary>A server of their own: a purge looks at whole tables.</summary>
public sealed class RetentionPurgeTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private static readonly VantageName[] Names = [new("a"), new("a-b"), new("a.b"), new("ab")];

    private static readonly int[] DaysAgo = [400, 45, 31, 30, 29, 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Purge_ResultsOfManyDays_DeletesWholeOldDaysOnly()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        var oldestKept = Noon.Date.AddDays(-30);
        foreach (var name in Names)
        {
            foreach (var daysAgo in DaysAgo)
            {
                await account.Stores.Results.SaveAsync(Round(name, Noon.AddDays(-daysAgo)), Cancel);
            }
        }

        await account.Raw("ProbeResults").AddEntityAsync(new TableEntity("a|2020", "strange"), Cancel);
        var report = await account.Stores.Retention.RunAsync(Retention, mostRows: 10_000, Cancel);

        Assert.Equal(new PurgeReport(Names.Length * 3 * 30, IsFinished: true), report);
        var left = await PartitionsAsync(account);
        Assert.Equal(
            Names.SelectMany(name => DaysAgo.Skip(3).Select(daysAgo => $"{name}|{oldestKept.AddDays(30 - daysAgo):yyyyMMdd}"))
                .Append("a|2020")
                .Order(StringComparer.Ordinal),
            left.Order(StringComparer.Ordinal));
        Assert.Equal(new PurgeReport(0, IsFinished: true), await account.Stores.Retention.RunAsync(Retention, 10_000, Cancel));
    }

    [Fact]
    public async Task Purge_StorageKilledInTheMiddle_GoesOnWhereItWas()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        for (var daysAgo = 40; daysAgo > 28; daysAgo--)
        {
            await account.Stores.Results.SaveAsync(Round(Names[0], Noon.AddDays(-daysAgo), routes: 250), Cancel);
        }

        var before = await account.Stores.Retention.RunAsync(Retention, mostRows: 700, Cancel);
        await server.StopAsync();
        var error = await Assert.ThrowsAsync<StorageException>(() => account.Stores.Retention.RunAsync(Retention, 10_000, Cancel));
        await server.StartAsync(Cancel);
        var after = await account.Stores.Retention.RunAsync(Retention, 10_000, Cancel);

        Assert.Equal(StorageFailure.Unreachable, error.Failure);
        Assert.False(before.IsFinished);
        Assert.InRange(before.Rows, 700, 799);
        Assert.Equal(new PurgeReport((10 * 250) - before.Rows, IsFinished: true), after);
        Assert.Equal(2, (await PartitionsAsync(account)).Count);
    }

    [Fact]
    public async Task Purge_StoppedBetweenTwoBatches_LeavesNoResultHalfAndGoesOn()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        await account.Stores.Results.SaveAsync(Round(Names[0], Noon.AddDays(-40), routes: 1000), Cancel);
        account.Forget();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        account.OnCall = () =>
        {
            if (account.Calls.Count(
            call => call.Contains("$batch", StringComparison.Ordinal)) == 3) { stop.Cancel(); }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => account.Stores.Retention.RunAsync(Retention, 10_000, stop.Token));
        account.OnCall = () => { };
        var after = await account.Stores.Retention.RunAsync(Retention, 10_000, Cancel);

        Assert.Equal(new PurgeReport(700, IsFinished: true), after);
    }

    [Fact]
    public async Task Purge_TwoRunsAtOnce_DeleteAllAndNeitherFails()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        using var other = account.Another();
        await account.Stores.Results.SaveAsync(Round(Names[0], Noon.AddDays(-40), routes: 900), Cancel);

        var reports = await Task.WhenAll(
            account.Stores.Retention.RunAsync(Retention, 10_000, Cancel), other.Retention.RunAsync(Retention, 10_000, Cancel));

        Assert.All(reports, report => Assert.True(report.IsFinished));
        Assert.Empty(await PartitionsAsync(account));
    }

    [Fact]
    public async Task Purge_RequestsSnapshotsAndHeartbeats_GoWhenTheyAreOld()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        var (old, kept) = (Guid.CreateVersion7(Noon.AddDays(-31)), Guid.CreateVersion7(Noon.AddDays(-30)));
        foreach (var (id, name, at) in new[] { (old, Names[0], Noon.AddDays(-31)), (kept, Names[1], Noon.AddDays(-30)) })
        {
            var round = Round(name, at);
            await account.Stores.Snapshots.RecordAsync(round, Cancel);
            await account.Stores.Vantages.SaveAsync(new() { Vantage = round[0].Vantage, At = at }, Cancel);
            await account.Stores.Requests.CreateAsync(
                new() { Id = id, CreatedAt = at, Deadline = at, Routes = [Route(0)], Vantages = [name] }, Cancel);
            await account.Stores.Requests.TryClaimAsync(id, name, "process", Cancel);
            await account.Stores.Requests.AnswerAsync(id, name, round, isLast: true, Cancel);
        }

        var report = await account.Stores.Retention.RunAsync(Retention, mostRows: 10_000, Cancel);

        Assert.Equal(new PurgeReport(31 + 1 + 30 + 1, IsFinished: true), report);
        Assert.All((await account.Stores.Snapshots.ReadFleetAsync(Cancel)).Values, snapshot => Assert.Equal(Names[1], snapshot.Vantage));
        Assert.Equal(Names[1], Assert.Single((await account.Stores.Vantages.ReadAllAsync(Cancel)).Values).Vantage.Name);
        Assert.Equal(kept, Assert.Single((await account.Stores.Requests.ReadSinceAsync(Noon.AddDays(-99), Cancel)).Values).Id);
    }

    [Fact]
    public async Task Purge_WhatCannotBeRead_GoesWhenItWasNotWrittenForSoLong()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var account = new Account(server.ConnectionString, clock);
        var round = Round(Names[0], clock.GetUtcNow(), routes: 2);
        await account.Stores.Snapshots.RecordAsync(round, Cancel);
        await account.Stores.Vantages.SaveAsync(new() { Vantage = round[0].Vantage, At = clock.GetUtcNow() }, Cancel);
        await account.SpoilAsync("RouteSnapshots", "fleet", $"{Names[0]}|{Route(0)}", "At", null);
        await account.SpoilAsync("RouteSnapshots", "fleet", $"{Names[0]}|{Route(0)}", "Schema", "none");
        await account.SpoilAsync("Vantages", "fleet", $"{Names[0]}", "At", "long ago");
        await account.Raw("Incidents").CreateIfNotExistsAsync(Cancel);
        await account.Raw("Incidents").AddEntityAsync(new TableEntity("fleet", "spoiled") { ["IsActive"] = true }, Cancel);

        clock.Advance(TimeSpan.FromDays(29));
        var early = await account.Stores.Retention.RunAsync(Retention, mostRows: 10_000, Cancel);
        Assert.Equal(0, early.Rows);
        clock.Advance(TimeSpan.FromDays(3));
        await account.SpoilAsync("RouteSnapshots", "fleet", $"{Names[0]}|{Route(1)}", "At", clock.GetUtcNow());
        await account.Stores.Retention.RunAsync(Retention, mostRows: 10_000, Cancel);

        var snapshots = await account.Stores.Snapshots.ReadFleetAsync(Cancel);
        Assert.Empty(snapshots.Unreadable);
        Assert.Equal(Route(1), Assert.Single(snapshots.Values).Route);
        Assert.Empty((await account.Stores.Vantages.ReadAllAsync(Cancel)).Unreadable);
        Assert.Empty((await account.Stores.Incidents.ReadActiveAsync(Cancel)).Unreadable);
    }

    [Fact]
    public async Task Purge_BaselinesAndLeasesOfWhatIsGone_GoWhenTheyAreOld()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        var clock = new FakeTimeProvider(Noon.AddDays(-31));
        using var account = new Account(server.ConnectionString, clock);
        var healthy = Golden.Index().First(sample => sample.Item.Outcome is ProbeOutcome.Passed).Index;
        ProbeResult[] results = [.. Enumerable.Range(0, 3).Select(route => Result(Names[0], Route(route), clock.GetUtcNow(), healthy))];
        await account.Stores.Baselines.SaveAsync([.. results.Select(result => new RouteBaseline { Healthy = result })], Cancel);
        await account.Stores.Leases.TryHoldAsync(LeaseTable.RoundsOf(Names[0]), "gone", LeaseTable.Duration, Cancel);
        await account.Stores.Leases.TryHoldAsync(LeaseTable.ReuseOf(Names[0], Route(0)), "gone", TimeSpan.FromDays(2), Cancel);
        clock.Advance(TimeSpan.FromDays(2));
        await account.Stores.Baselines.SaveAsync(
            [new() { Healthy = Result(Names[0], Route(1), clock.GetUtcNow(), healthy) }], Cancel);
        clock.Advance(TimeSpan.FromDays(29));
        await account.Stores.Snapshots.RecordAsync([Result(Names[0], Route(2), Noon)], Cancel);

        var report = await account.Stores.Retention.RunAsync(Retention, mostRows: 10_000, Cancel);

        Assert.Equal(new PurgeReport(1 + 1, IsFinished: true), report);
        Assert.Equal(
            [Route(1), Route(2)],
            (await account.Stores.Baselines.ReadAsync(Names[0], Cancel)).Values.Select(baseline => baseline.Healthy.Route.Name));
        var leases = account.Raw("Leases").QueryAsync<TableEntity>(cancellationToken: Cancel);
        Assert.Equal([LeaseTable.ReuseOf(Names[0], Route(0))], await leases.Select(row => row.RowKey).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Purge_MoreResultsThanARunDeletes_KeepsNoOtherOldRow()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        var round = Round(Names[0], Noon.AddDays(-40), routes: 300);
        await account.Stores.Results.SaveAsync(round, Cancel);
        await account.Stores.Snapshots.RecordAsync([round[0]], Cancel);
        await account.Stores.Vantages.SaveAsync(new() { Vantage = round[0].Vantage, At = Noon.AddDays(-40) }, Cancel);

        var report = await account.Stores.Retention.RunAsync(Retention, mostRows: 100, Cancel);

        Assert.False(report.IsFinished);
        Assert.Empty((await account.Stores.Snapshots.ReadFleetAsync(Cancel)).Values);
        Assert.Empty((await account.Stores.Vantages.ReadAllAsync(Cancel)).Values);
    }

    [Theory]
    [InlineData(23, 1)]
    [InlineData(24, 0)]
    public async Task Purge_RetentionUnderADayOrNoRows_IsRefused(int hours, int mostRows)
    {
        using var account = new Account(azurite.Server.ConnectionString, new FakeTimeProvider(Noon));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => account.Stores.Retention.RunAsync(TimeSpan.FromHours(hours), mostRows, Cancel));
    }

    private static async Task<List<string>> PartitionsAsync(Account account)
    {
        var rows = account.Raw("ProbeResults").QueryAsync<TableEntity>(cancellationToken: Cancel);
        return await rows.Select(row => row.PartitionKey).Distinct().ToListAsync(Cancel);
    }
}
