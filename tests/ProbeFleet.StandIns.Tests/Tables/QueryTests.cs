using Azure.Data.Tables;
using ProbeFleet.Azurite;

namespace ProbeFleet.StandIns.Tests.Tables;

public sealed class QueryTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Query_OverManyRows_FollowsBothContinuationHeaders()
    {
        var table = await azurite.NewTableAsync();
        await FillAsync(table, "p", 1100);
        await FillAsync(table, "q", 1);

        var pages = await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).AsPages().Take(5).ToArrayAsync(Cancellation);
        var rest = await table.QueryAsync<TableEntity>(cancellationToken: Cancellation)
            .AsPages(pages[0].ContinuationToken).SelectMany(page => page.Values).ToArrayAsync(Cancellation);

        Assert.Equal([1000, 101], pages.Select(page => page.Values.Count));
        Assert.Equal(["00001000", "00000000"], [rest[0].RowKey, rest[^1].RowKey]);
        Assert.Contains(' ', pages[0].ContinuationToken!);
    }

    [Fact]
    public async Task Query_WithFilterSelectAndPageSize_ReturnsOnlyThat()
    {
        var table = await azurite.NewTableAsync();
        await FillAsync(table, "p", 10);
        await FillAsync(table, "q", 10);

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"p"} and RowKey ge {"00000005"} and Number lt {8L}");
        var pages = await table.QueryAsync<TableEntity>(filter, maxPerPage: 2, select: ["RowKey"], Cancellation).AsPages().ToArrayAsync(Cancellation);

        Assert.Equal(["00000005", "00000006", "00000007"], pages.SelectMany(page => page.Values).Select(row => row.RowKey));
        Assert.Equal(2, pages[0].Values.Count);
        Assert.All(pages.SelectMany(page => page.Values), row => Assert.False(row.ContainsKey("Number")));
    }

    [Fact]
    public async Task Query_WithAQuoteInAValue_CannotWidenTheFilter()
    {
        var table = await azurite.NewTableAsync();
        await FillAsync(table, "p", 3);

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"x' or PartitionKey ne 'x"}");

        Assert.Empty(await table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).ToArrayAsync(Cancellation));
    }

    [Fact]
    public void Filter_WritesEachTypeAsItsLiteral()
    {
        var instant = new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.FromHours(1));
        var id = Guid.Empty;

        Assert.Equal(
            "A eq 'it''s' and B eq 5 and C eq 5L and D eq true and E eq 0.5 and F eq datetime'2026-11-21T03:00:00.0000000Z'"
            + " and G eq guid'00000000-0000-0000-0000-000000000000' and H eq X'00ff'",
            TableClient.CreateQueryFilter(
                $"A eq {"it's"} and B eq {5} and C eq {5L} and D eq {true} and E eq {0.5} and F eq {instant} and G eq {id} and H eq {new byte[] { 0, 255 }}"));
    }

    private static async Task FillAsync(TableClient table, string partition, int rows)
    {
        foreach (var batch in Enumerable.Range(0, rows).Chunk(100))
        {
            await table.SubmitTransactionAsync(
                batch.Select(row => new TableTransactionAction(
                    TableTransactionActionType.Add, new TableEntity(partition, $"{row:D8}") { ["Number"] = (long)row })),
                Cancellation);
        }
    }
}
