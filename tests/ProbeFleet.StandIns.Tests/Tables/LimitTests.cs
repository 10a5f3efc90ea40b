using Azure;
using Azure.Data.Tables;

namespace ProbeFleet.StandIns.Tests.Tables;

/// <summary>Nothing listens at the address: an answer other than a refusal would mean that the request was sent.</summary>
public sealed class LimitTests
{
    private static readonly TableClient Table = new(
        "AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/a", "t", new TableClientOptions { Retry = { MaxRetries = 0 } });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, TableEntity> Refused => new()
    {
        { "KeyValueTooLarge", new TableEntity(new string('k', 1025), "r") },
        { "KeyValueTooLarge", new TableEntity("p", new string('k', 1025)) },
        { "OutOfRangeInput", new TableEntity("a/b", "r") },
        { "OutOfRangeInput", new TableEntity("p", "a\\b") },
        { "OutOfRangeInput", new TableEntity("p", "a#b") },
        { "OutOfRangeInput", new TableEntity("p", "a?b") },
        { "OutOfRangeInput", new TableEntity("p", "a\u0000b") },
        { "OutOfRangeInput", new TableEntity("p", "a\u0085b") },
        { "OutOfRangeInput", new TableEntity("p", "r") { ["Instant"] = new DateTimeOffset(1600, 12, 31, 0, 0, 0, TimeSpan.Zero) } },
        { "TooManyProperties", With(Enumerable.Range(0, 253).Select(number => ($"P{number}", (object)number))) },
        { "PropertyNameTooLong", With([(new string('n', 256), 1)]) },
        { "PropertyNameInvalid", With([("with-dash", 1)]) },
        { "PropertyNameInvalid", With([("1st", 1)]) },
        { "PropertyValueTooLarge", With([("Text", new string('x', 32769))]) },
        { "PropertyValueTooLarge", With([("Bytes", new byte[65537])]) },
        { "EntityTooLarge", With(Enumerable.Range(0, 16).Select(number => ($"P{number}", (object)new string('x', 32768)))) },
    };

    public static TheoryData<string, TableEntity> Allowed => new()
    {
        { "keys", new TableEntity(new string('k', 1024), new string('k', 1024)) },
        { "properties", With(Enumerable.Range(0, 252).Select(number => ($"P{number}", (object)number))) },
        { "values", With([("Text", new string('x', 32768)), ("Bytes", new byte[65536]), ("_näme1", 1)]) },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task Entity_OverALimit_IsRefusedUnsent(string code, TableEntity entity)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpsertEntityAsync(entity, cancellationToken: Cancellation));

        Assert.Equal((400, code), (refusal.Status, refusal.ErrorCode));
    }

    [Theory]
    [MemberData(nameof(Allowed), DisableDiscoveryEnumeration = true)]
    public async Task Entity_AtALimit_IsSent(string limit, TableEntity entity)
    {
        var unanswered = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpsertEntityAsync(entity, cancellationToken: Cancellation));

        Assert.True(unanswered.Status == 0, limit);
    }

    [Fact]
    public Task Transaction_OverTwoPartitions_IsRefusedUnsent() => AssertRefusedAsync(
        400, "CommandsInBatchActOnDifferentPartitions", 1, [new TableEntity("p", "1"), new TableEntity("q", "2")]);

    [Fact]
    public Task Transaction_WithARowTwice_IsRefusedUnsent() => AssertRefusedAsync(
        400, "InvalidDuplicateRow", 2, [new TableEntity("p", "1"), new TableEntity("p", "2"), new TableEntity("p", "1")]);

    [Fact]
    public Task Transaction_Of101Actions_IsRefusedUnsent() => AssertRefusedAsync(
        400, "InvalidInput", 100, Enumerable.Range(0, 101).Select(row => new TableEntity("p", $"{row}")));

    [Fact]
    public async Task Transaction_Over4MiB_IsRefusedUnsent()
    {
        var rows = Enumerable.Range(0, 100).Select(row => new TableEntity("p", $"{row}") { ["A"] = new string('x', 21000), ["B"] = new string('x', 21000) });

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => Table.SubmitTransactionAsync(Upserts(rows), Cancellation));

        Assert.Equal((413, "RequestBodyTooLarge"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public Task Transaction_OfNothing_IsRefused() =>
        Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([], Cancellation));

    [Fact]
    public Task Update_WithoutAVersion_IsRefused() =>
        Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), default, cancellationToken: Cancellation));

    private static async Task AssertRefusedAsync(int status, string code, int index, IEnumerable<TableEntity> rows)
    {
        var refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(Upserts(rows), Cancellation));

        Assert.Equal((status, code, index), (refusal.Status, refusal.ErrorCode, refusal.FailedTransactionActionIndex));
    }

    private static IEnumerable<TableTransactionAction> Upserts(IEnumerable<TableEntity> rows) =>
        rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));

    private static TableEntity With(IEnumerable<(string Name, object Value)> properties)
    {
        var entity = new TableEntity("p", "r");
        foreach (var (name, value) in properties)
        {
            entity[name] = value;
        }

        return entity;
    }
}
