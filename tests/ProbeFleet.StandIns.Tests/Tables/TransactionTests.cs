using Azure.Data.Tables;
using ProbeFleet.Azurite;

namespace ProbeFleet.StandIns.Tests.Tables;

public sealed class TransactionTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transaction_OfEveryKind_IsStoredWithOneAnswerEach()
    {
        var table = await azurite.NewTableAsync();
        string[] existing = ["merged", "replaced", "deleted"];
        await table.SubmitTransactionAsync(existing.Select(row => Action(TableTransactionActionType.Add, row, "Old")), Cancellation);

        var answers = await table.SubmitTransactionAsync(
            [
                Action(TableTransactionActionType.Add, "ädded", "New"),
                Action(TableTransactionActionType.UpdateMerge, "merged", "New"),
                Action(TableTransactionActionType.UpdateReplace, "replaced", "New"),
                Action(TableTransactionActionType.Delete, "deleted", "New"),
                Action(TableTransactionActionType.UpsertMerge, "upserted", "New"),
                Action(TableTransactionActionType.UpsertReplace, "upserted too", "New"),
            ],
            Cancellation);
        var rows = await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToDictionaryAsync(row => row.RowKey, cancellationToken: Cancellation);

        Assert.Equal([204, 204, 204, 204, 204, 204], answers.Value.Select(answer => answer.Status));
        Assert.Equal(rows["ädded"].ETag, answers.Value[0].Headers.ETag);
        Assert.Equal(["merged", "replaced", "upserted", "upserted too", "ädded"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((true, false), (rows["merged"].ContainsKey("Old"), rows["replaced"].ContainsKey("Old")));
    }

    [Fact]
    public async Task Transaction_WithOneRefusedAction_StoresNothingAndNamesIt()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "taken"), Cancellation);

        var refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [Action(TableTransactionActionType.Add, "free", "A"), Action(TableTransactionActionType.Add, "taken", "A")], Cancellation));

        Assert.Equal((409, "EntityAlreadyExists", 1), (refusal.Status, refusal.ErrorCode, refusal.FailedTransactionActionIndex));
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "free", cancellationToken: Cancellation)).HasValue);
    }

    [Fact]
    public async Task Transaction_WithAnOldVersion_Is412()
    {
        var table = await azurite.NewTableAsync();
        var added = await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, cancellationToken: Cancellation);

        var refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "r"), added.Headers.ETag!.Value)], Cancellation));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (refusal.Status, refusal.ErrorCode));
    }

    private static TableTransactionAction Action(TableTransactionActionType type, string row, string property) =>
        new(type, new TableEntity("p", row) { [property] = 1 });
}
