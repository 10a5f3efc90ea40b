using Azure.Data.Tables;

namespace ProbeFleet.Storage.Tests.Rows;

/// <summary>
/// Nothing listens at the address: a failure other than <see cref="StorageFailure.Refused"/> would mean that the request was sent. Azurite
/// lets some of
/// these pass, and Azure refuses all of them.
/// </summary>
public sealed class RowLimitTests
{
    private static readonly Table Table = new(new TableClient(
        "AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/a", "t", new TableClientOptions { Retry = { MaxRetries = 0 } }));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, TableEntity> Refused => new()
    {
        { "PartitionKey has 1025 characters", new TableEntity(new string('k', 1025), "r") },
        { "RowKey has 1025 characters", new TableEntity("p", new string('k', 1025)) },
        { "a character that keys cannot hold", new TableEntity("a/b", "r") },
        { "a character that keys cannot hold", new TableEntity("p", "a\\b") },
        { "a character that keys cannot hold", new TableEntity("p", "a#b") },
        { "a character that keys cannot hold", new TableEntity("p", "a?b") },
        { "a character that keys cannot hold", new TableEntity("p", "a\u0000b") },
        { "a character that keys cannot hold", new TableEntity("p", "a\u0085b") },
        { "before 1601-01-01", With([("Instant", new DateTimeOffset(1600, 12, 31, 0, 0, 0, TimeSpan.Zero))]) },
        { "253 properties of its own", With(Enumerable.Range(0, 253).Select(number => ($"P{number}", (object)number))) },
        { "name has 256 characters", With([(new string('n', 256), 1)]) },
        { "'with-dash' is no property's name", With([("with-dash", 1)]) },
        { "'1st' is no property's name", With([("1st", 1)]) },
        { "'Text' takes 65538 bytes", With([("Text", new string('x', 32769))]) },
        { "'Bytes' takes 65537 bytes", With([("Bytes", new byte[65537])]) },
        { "1048576 are allowed", With(Enumerable.Range(0, 16).Select(number => ($"P{number}", (object)new string('x', 32768)))) },
    };

    public static TheoryData<string, TableEntity> Allowed => new()
    {
        { "keys", new TableEntity(new string('k', 1024), new string('k', 1024)) },
        { "properties", With(Enumerable.Range(0, 252).Select(number => ($"P{number}", (object)number))) },
        { "values", With([("Text", new string('x', 32768)), ("Bytes", new byte[65536]), ("_näme1", 1)]) },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task Row_OverALimit_IsRefusedUnsent(string reason, TableEntity row)
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => Table.UpsertAsync(row, Cancellation));
        var inTransaction = await Assert.ThrowsAsync<StorageException>(() => Table.SubmitAsync(Upserts([row]), Cancellation));

        Assert.Equal((StorageFailure.Refused, StorageFailure.Refused), (refusal.Failure, inTransaction.Failure));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, inTransaction.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Allowed), DisableDiscoveryEnumeration = true)]
    public async Task Row_AtALimit_IsSent(string limit, TableEntity row)
    {
        var unanswered = await Assert.ThrowsAsync<StorageException>(() => Table.UpsertAsync(row, Cancellation));

        Assert.True(unanswered.Failure == StorageFailure.Unreachable, limit);
    }

    public static TheoryData<string, TableEntity[]> RefusedTogether => new()
    {
        { "acts on one partition", [new TableEntity("p", "1"), new TableEntity("q", "2")] },
        { "names each row once", [new TableEntity("p", "1"), new TableEntity("p", "2"), new TableEntity("p", "1")] },
        { "has 1 to 100 actions; this one has 101", [.. Enumerable.Range(0, 101).Select(row => new TableEntity("p", $"{row}"))] },
        { "has 1 to 100 actions; this one has 0", [] },
        {
            "4194304 are allowed",
            [.. Enumerable.Range(0, 100).Select(
                row => new TableEntity("p", $"{row}") { ["A"] = new string('x', 21500), ["B"] = new string('x', 21500) })]
        },
    };

    [Theory]
    [MemberData(nameof(RefusedTogether), DisableDiscoveryEnumeration = true)]
    public async Task Transaction_OverALimit_IsRefusedUnsent(string reason, TableEntity[] rows)
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => Table.SubmitAsync(Upserts(rows), Cancellation));

        Assert.Equal(StorageFailure.Refused, refusal.Failure);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static TableTransactionAction[] Upserts(IEnumerable<TableEntity> rows) =>
        [.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))];

    private static TableEntity With(IEnumerable<(string Name, object Value)> properties)
    {
        var row = new TableEntity("p", "r");
        foreach (var (name, value) in properties)
        {
            row[name] = value;
        }

        return row;
    }
}
