using Azure;
using Azure.Data.Tables;
using ProbeFleet.Azurite;

namespace ProbeFleet.StandIns.Tests.Tables;

public sealed class EntityTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entity_WithEveryType_ReadsBackTheSame()
    {
        var table = await azurite.NewTableAsync();
        var sent = new TableEntity("p|1", "it's 100% ü +&%20=")
        {
            ["Text"] = "Zürich \"quoted\" \\ 東京 \u0001",
            ["Empty"] = "",
            ["Number"] = -7,
            ["Long"] = long.MaxValue,
            ["Truth"] = true,
            ["Whole"] = 5.0,
            ["Fraction"] = 0.1,
            ["NotANumber"] = double.NaN,
            ["Endless"] = double.NegativeInfinity,
            ["Id"] = Guid.Parse("0199a5f0-0000-7000-8000-000000000001"),
            ["Instant"] = new DateTimeOffset(2026, 11, 21, 3, 14, 15, TimeSpan.Zero).AddTicks(1234567),
            ["Bytes"] = new byte[] { 0, 255, 1 },
        };

        await table.AddEntityAsync(sent, Cancellation);
        var read = (await table.GetEntityAsync<TableEntity>(sent.PartitionKey, sent.RowKey, cancellationToken: Cancellation)).Value;

        Assert.All(sent, property => Assert.Equal(property.Value, read[property.Key]));
        Assert.Equal(-7, read.GetInt32("Number"));
        Assert.Equal(long.MaxValue, read.GetInt64("Long"));
        Assert.Null(read.GetString("Absent"));
        Assert.Throws<InvalidOperationException>(() => read.GetInt32("Text"));
        Assert.NotEqual(default, read.ETag);
        Assert.NotNull(read.Timestamp);
    }

    [Fact]
    public async Task Add_OfAnExistingRow_Is409()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));

        Assert.Equal((409, "EntityAlreadyExists"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task Update_WithAnOldVersion_Is412AndWithTheLatestPasses()
    {
        var table = await azurite.NewTableAsync();
        var added = await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, Cancellation);
        var old = added.Headers.ETag!.Value;
        var updated = await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, old, cancellationToken: Cancellation);

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, old, cancellationToken: Cancellation));
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 4 }, updated.Headers.ETag!.Value, cancellationToken: Cancellation);

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (refusal.Status, refusal.ErrorCode));
        Assert.Equal(4, (await ReadAsync(table)).GetInt32("A"));
    }

    [Fact]
    public async Task Merge_KeepsOtherPropertiesAndReplaceDropsThem()
    {
        var table = await azurite.NewTableAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 }, cancellationToken: Cancellation);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, TableUpdateMode.Merge, Cancellation);
        var merged = await ReadAsync(table);
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, merged.ETag, TableUpdateMode.Replace, Cancellation);
        var replaced = await ReadAsync(table);

        Assert.Equal((2, 1), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal((3, null), (replaced.GetInt32("A"), replaced.GetInt32("B")));
    }

    [Fact]
    public async Task Delete_ChecksTheVersionAndForgivesAnAbsentRow()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);
        var stale = new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"");

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync("p", "r", stale, Cancellation));
        var deleted = await table.DeleteEntityAsync("p", "r", cancellationToken: Cancellation);
        var again = await table.DeleteEntityAsync("p", "r", cancellationToken: Cancellation);

        Assert.Equal((412, 204, 404), (refusal.Status, deleted.Status, again.Status));
    }

    [Fact]
    public async Task Get_OfAnAbsentRow_Is404OrNoValue()
    {
        var table = await azurite.NewTableAsync();

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.GetEntityAsync<TableEntity>("p", "absent", cancellationToken: Cancellation));
        var absent = await table.GetEntityIfExistsAsync<TableEntity>("p", "absent", cancellationToken: Cancellation);

        Assert.Equal((404, "ResourceNotFound"), (refusal.Status, refusal.ErrorCode));
        Assert.False(absent.HasValue);
        Assert.Throws<InvalidOperationException>(() => absent.Value);
    }

    [Fact]
    public async Task Table_CreatedTwiceAndDeletedTwice_IsNoError()
    {
        var table = await azurite.NewTableAsync();

        var again = await table.CreateIfNotExistsAsync(Cancellation);
        await table.DeleteAsync(Cancellation);
        var gone = await table.DeleteAsync(Cancellation);

        Assert.Equal(table.Name, again.Value.Name);
        Assert.Equal(404, gone.Status);
    }

    [Fact]
    public async Task Rows_SurviveARestart()
    {
        await using var own = await azurite.StartAnotherAsync(Cancellation);
        var table = new TableClient(own.ConnectionString, "kept");
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, Cancellation);

        await own.StopAsync();
        await own.StartAsync(Cancellation);

        Assert.Equal(1, (await ReadAsync(table)).GetInt32("A"));
    }

    private static async Task<TableEntity> ReadAsync(TableClient table) =>
        (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;
}
