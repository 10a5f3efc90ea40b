using Azure.Data.Tables;
using ProbeFleet.Storage.Requests;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Rows;

/// <summary>Every table with rows that strangers spoiled: each read answers, and good rows are not lost with bad ones.</summary>
public sealed class UnreadableRowTests(AzuriteFixture azurite)
{
    private static readonly object?[] Strange =
    [
        null, "", "nonsense", "{}", "null", "[1,2]", "{\"schema\":1}", 0, -1, 2, long.MinValue, long.MaxValue, 1.5, double.NaN,
        true, Guid.Empty,
        new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero), DateTimeOffset.MaxValue, new byte[] { 1, 2, 3 }, new string('x', 30_000),
        "\u0000\uFFFF",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_SpoiledInEveryColumn_AreAnsweredAndHideNoOther()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, TimeProvider.System);
        var (vantage, other) = (new VantageName("spoiled"), new VantageName("whole"));
        var id = Guid.CreateVersion7(Noon);
        foreach (var name in new[] { vantage, other })
        {
            await FillAsync(account, name, id);
        }

        var unreadable = 0;
        foreach (var (table, row) in await RowsAsync(account, vantage, id))
        {
            var columns = row.Keys.Where(
                key => key is not ("PartitionKey" or "RowKey" or "Timestamp") && !key.StartsWith("odata", StringComparison.Ordinal));
            foreach (var column in columns.ToList())
            {
                foreach (var value in Strange)
                {
                    await account.SpoilAsync(table, row.PartitionKey, row.RowKey, column, value);
                    unreadable += await ReadEverythingAsync(account, id);
                }

                await account.Raw(table).UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace, Cancel);
            }
        }

        Assert.Equal(0, await ReadEverythingAsync(account, id));
        Assert.True(unreadable > 500, $"{unreadable}");
    }

    [Theory]
    [InlineData("Schema", 2, "schema 2")]
    [InlineData("Schema", null, "Schema is missing")]
    [InlineData("Id", "text", "Id holds a String")]
    [InlineData("Packed", "text", "Packed holds a String")]
    [InlineData("Packed", new byte[] { 1 }, "too short")]
    [InlineData("Packed", new byte[] { 2, 0, 0, 0, 0, 0 }, "update it")]
    [InlineData("Packed", new byte[] { 1, 1, 0, 0, 0, 255, 255 }, "packed text is broken")]
    [InlineData("Packed", new byte[] { 1, 0, 0, 0, 0, 3, 0 }, "JSON is broken")]
    [InlineData("Json", "{", "JSON is broken")]
    [InlineData("Json", null, "Json is missing")]
    [InlineData("Json", "null", "null")]
    public async Task Result_Spoiled_SaysWhy(string column, object? value, string expected)
    {
        using var account = new Account(azurite.Server.ConnectionString, TimeProvider.System);
        var vantage = NewVantage();
        var (bad, good) = (Result(vantage, Route(0), Noon), Result(vantage, Route(0), Noon.AddSeconds(1)));
        await account.Stores.Results.SaveAsync([bad, good], Cancel);
        var (partition, row) =
            (Storage.Results.ResultKeys.Partition(vantage, Noon), Storage.Results.ResultKeys.Row(Route(0), Noon, bad.Id));
        if (column is "Json")
        {
            await account.SpoilAsync("ProbeResults", partition, row, "Packed", null);
        }

        await account.SpoilAsync("ProbeResults", partition, row, column, value);

        var page = await account.Stores.Results.QueryAsync(
            new() { Vantage = vantage, Route = Route(0), From = Noon, To = Noon.AddHours(1) }, Cancel);

        Assert.Equal(good.Id, Assert.Single(page.Results).Id);
        Assert.Contains(expected, Assert.Single(page.Unreadable).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_OfAFutureVersion_IsUnreadable()
    {
        using var account = new Account(azurite.Server.ConnectionString, TimeProvider.System);
        var vantage = NewVantage();
        await account.Stores.Results.SaveAsync([Result(vantage, Route(0), Noon) with { Schema = 2 }], Cancel);

        var page = await account.Stores.Results.QueryAsync(new() { Vantage = vantage, From = Noon, To = Noon.AddHours(1) }, Cancel);

        Assert.Contains("update", Assert.Single(page.Unreadable).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_AmongRowsWithStrangeKeys_AreAllPagedThrough()
    {
        using var account = new Account(azurite.Server.ConnectionString, TimeProvider.System);
        var vantage = NewVantage();
        var round = Enumerable.Range(0, 20).Select(number => Result(vantage, Route(0), Noon.AddSeconds(number), number)).ToList();
        await account.Stores.Results.SaveAsync(round, Cancel);
        for (var number = 0; number < 20; number++)
        {
            var row = new TableEntity(Storage.Results.ResultKeys.Partition(vantage, Noon), $"{Route(0)}|{number}strange")
            {
                ["StartedAt"] = Noon,
            };
            await account.Raw("ProbeResults").AddEntityAsync(row, Cancel);
        }

        foreach (var route in new Core.Model.RouteName?[] { null, Route(0) })
        {
            var read = new List<Guid>();
            string? next = null;
            do
            {
                var page = await account.Stores.Results.QueryAsync(
                    new() { Vantage = vantage, Route = route, From = Noon, To = Noon.AddHours(1), Top = 3, After = next }, Cancel);
                read.AddRange(page.Results.Select(result => result.Id));
                next = page.Next;
            }
            while (next is not null);
            Assert.Equal(round.Select(result => result.Id).Reverse(), read);
        }
    }

    private static async Task FillAsync(Account account, VantageName vantage, Guid id)
    {
        var round = Round(vantage, Noon, routes: 1);
        var healthy = Result(
            vantage, Route(0), Noon, Golden.Index().First(sample => sample.Item.Outcome is Core.Model.ProbeOutcome.Passed).Index);
        await account.Stores.Results.SaveAsync(round, Cancel);
        await account.Stores.Snapshots.RecordAsync(round, Cancel);
        await account.Stores.Baselines.SaveAsync([new Storage.Baselines.RouteBaseline { Healthy = healthy }], Cancel);
        await account.Stores.Vantages.SaveAsync(new() { Vantage = round[0].Vantage, At = Noon }, Cancel);
        await account.Stores.Requests.CreateAsync(
            new() { Id = id, CreatedAt = Noon, Deadline = Noon, Routes = [Route(0)], Vantages = [vantage] }, Cancel);
        await account.Stores.Requests.TryClaimAsync(id, vantage, "process", Cancel);
        await account.Stores.Requests.AnswerAsync(id, vantage, round, isLast: true, Cancel);
    }

    private static async Task<List<(string Table, TableEntity Row)>> RowsAsync(Account account, VantageName vantage, Guid id)
    {
        List<(string, TableEntity)> rows = [];
        foreach (var table in new[] { "ProbeResults", "RouteSnapshots", "Baselines", "Vantages", "ProbeRequests" })
        {
            await foreach (var row in account.Raw(table).QueryAsync<TableEntity>(cancellationToken: Cancel))
            {
                if ($"{row.PartitionKey}|{row.RowKey}".Contains(vantage.ToString(), StringComparison.Ordinal))
                {
                    rows.Add((table, row));
                }
            }
        }

        Assert.True(rows.Count >= 6);
        return rows;
    }

    /// <summary>Reads all there is and says how much was unreadable; what belongs to the whole vantage is always there.</summary>
    private static async Task<int> ReadEverythingAsync(Account account, Guid id)
    {
        var stores = account.Stores;
        var results = await stores.Results.QueryAsync(new() { Route = Route(0), From = Noon.AddDays(-1), To = Noon.AddDays(1) }, Cancel);
        var snapshots = await stores.Snapshots.ReadFleetAsync(Cancel);
        var baselines = await stores.Baselines.ReadAsync(new("spoiled"), Cancel);
        var vantages = await stores.Vantages.ReadAllAsync(Cancel);
        var progress = Assert.IsType<Reading<RequestProgress>.Found>(await stores.Requests.ReadAsync(id, Cancel)).Value;
        Assert.Contains(results.Results, result => result.Vantage.Name.ToString() == "whole");
        Assert.Contains(snapshots.Values, snapshot => snapshot.Vantage.ToString() == "whole");
        Assert.Contains(vantages.Values, vantage => vantage.Vantage.Name.ToString() == "whole");
        Assert.Contains(progress.Claims, claim => claim.Vantage.ToString() == "whole");
        UnreadableRow[] unreadable =
            [.. results.Unreadable, .. snapshots.Unreadable, .. baselines.Unreadable, .. vantages.Unreadable, .. progress.Unreadable];
        Assert.All(unreadable, row => Assert.InRange(row.Reason.Length, 10, 300));
        return unreadable.Length;
    }
}
