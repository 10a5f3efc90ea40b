using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace ProbeFleet.Storage.Rows;

/// <summary>
/// Enforces Table Storage's limits before a call: Azurite accepts some violations, so a test that passes there proves nothing. Limits:
/// https://learn.microsoft.com/azure/storage/tables/scalability-targets and
/// https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model.
/// </summary>
internal static partial class RowLimits
{
    private const int KeyCharacters = 1024;
    private const int OwnProperties = 252;
    private const int NameCharacters = 255;
    private const int ValueBytes = 64 * 1024;
    private const int RowBytes = 1024 * 1024;
    private const int TransactionBytes = 4 * 1024 * 1024;

    private static readonly DateTimeOffset FirstInstant = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [GeneratedRegex(@"^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mn}\p{Mc}\p{Cf}]*$")]
    private static partial Regex PropertyName { get; }

    /// <exception cref="StorageException">The row is over a limit.</exception>
    public static void Check(string table, TableEntity row) => Refuse(table, ProblemsOf(row));

    /// <exception cref="StorageException">The transaction, or a row of it, is over a limit.</exception>
    public static void Check(string table, IReadOnlyList<TableTransactionAction> actions)
    {
        List<TableEntity> rows = [.. actions.Select(action => (TableEntity)action.Entity)];

        // The UTF-8 size as sent, without the JSON around it: Transactions leaves room for that.
        var size = rows.SelectMany(row => row).Sum(property => (long)(property.Value switch
        {
            string text => Encoding.UTF8.GetByteCount(text),
            byte[] bytes => Base64.GetMaxEncodedToUtf8Length(bytes.Length),
            _ => 0,
        }));
        Refuse(table,
        [
            actions.Count is > 0 and <= Transactions.MostActions ? null
                : $"a transaction has 1 to {Transactions.MostActions} actions; this one has {actions.Count}.",
            rows.DistinctBy(row => row.PartitionKey).Count() == 1 ? null
                : "a transaction acts on one partition; this one acts on several.",
            rows.DistinctBy(row => row.RowKey).Count() == rows.Count ? null
                : "a transaction names each row once; this one names a row twice.",
            .. rows.SelectMany(ProblemsOf),
            size <= TransactionBytes ? null : $"a transaction's texts take {size} bytes; {TransactionBytes} are allowed.",
        ]);
    }

    /// <summary>The size that the service counts for a row, including keys and names.</summary>
    public static int BytesOf(TableEntity row) => BytesOf(row, [.. row.Where(IsOwn)]);

    private static bool IsOwn(KeyValuePair<string, object> property) =>
        property.Value is not null
            && property.Key is not (nameof(TableEntity.PartitionKey) or nameof(TableEntity.RowKey) or nameof(TableEntity.Timestamp))
        && !property.Key.StartsWith("odata.", StringComparison.Ordinal);

    private static IEnumerable<string?> ProblemsOf(TableEntity row)
    {
        KeyValuePair<string, object>[] own = [.. row.Where(IsOwn)];
        var size = BytesOf(row, own);
        return
        [
            ProblemOfKey(nameof(row.PartitionKey), row.PartitionKey),
            ProblemOfKey(nameof(row.RowKey), row.RowKey),
            own.Length <= OwnProperties ? null : $"a row has {own.Length} properties of its own; {OwnProperties} are allowed.",
            .. own.Select(property => ProblemOfProperty(property.Key, property.Value)),
            size <= RowBytes ? null : $"a row takes {size} bytes; {RowBytes} are allowed.",
        ];
    }

    private static string? ProblemOfKey(string name, string key) =>
        key.Length > KeyCharacters ? $"{name} has {key.Length} characters; {KeyCharacters} are allowed."
        : key.Any(character => character is '/' or '\\' or '#' or '?' || char.IsControl(character))
            ? $"{name} has a character that keys cannot hold: / \\ # ? or a control character."
        : null;

    private static string? ProblemOfProperty(string name, object value) =>
        name.Length > NameCharacters ? $"a property's name has {name.Length} characters; {NameCharacters} are allowed."
        : !PropertyName.IsMatch(name) ? $"'{name}' is no property's name: letters, digits and underscores, and no digit first."
        : value is string or byte[] && BytesOf(value) - 4 > ValueBytes
            ? $"'{name}' takes {BytesOf(value) - 4} bytes; {ValueBytes} are allowed."
        : value is DateTimeOffset instant && instant < FirstInstant
            ? $"'{name}' is before 1601-01-01, the first instant that a table can hold."
        : null;

    private static int BytesOf(TableEntity row, KeyValuePair<string, object>[] own) =>
        4 + ((row.PartitionKey.Length + row.RowKey.Length) * 2)
            + own.Sum(property => 8 + (property.Key.Length * 2) + BytesOf(property.Value));

    private static int BytesOf(object value) => value switch
    {
        string text => 4 + (text.Length * 2),
        byte[] bytes => 4 + bytes.Length,
        Guid => 16,
        int => 4,
        bool => 1,
        _ => 8,
    };

    private static void Refuse(string table, IEnumerable<string?> problems)
    {
        if (problems.OfType<string>().FirstOrDefault() is { } problem)
        {
            throw new StorageException(StorageFailure.Refused, $"A change of table {table} was not sent: {problem}");
        }
    }
}
