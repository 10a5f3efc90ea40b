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
    public static void Check(string table, TableEntity row)
    {
        CheckKey(table, row.PartitionKey, nameof(row.PartitionKey));
        CheckKey(table, row.RowKey, nameof(row.RowKey));
        KeyValuePair<string, object>[] own = [.. row.Where(IsOwn)];
        Demand(own.Length <= OwnProperties, table, $"a row has {own.Length} properties of its own; {OwnProperties} are allowed.");
        foreach (var (name, value) in own)
        {
            CheckProperty(table, name, value);
        }

        var size = BytesOf(row, own);
        Demand(size <= RowBytes, table, $"a row takes {size} bytes; {RowBytes} are allowed.");
    }

    /// <exception cref="StorageException">The transaction, or a row of it, is over a limit.</exception>
    public static void Check(string table, IReadOnlyList<TableTransactionAction> actions)
    {
        Demand(
            actions.Count is > 0 and <= Transactions.MostActions,
            table,
            $"a transaction has 1 to {Transactions.MostActions} actions; this one has {actions.Count}.");
        Demand(
            actions.Select(action => action.Entity.PartitionKey).Distinct(StringComparer.Ordinal).Count() == 1,
            table,
            "a transaction acts on one partition; this one acts on several.");
        Demand(
            actions.Select(action => action.Entity.RowKey).Distinct(StringComparer.Ordinal).Count() == actions.Count,
            table,
            "a transaction names each row once; this one names a row twice.");
        foreach (var action in actions)
        {
            Check(table, (TableEntity)action.Entity);
        }

        // The UTF-8 size as sent, without the JSON around it: Transactions leaves room for that.
        var size = actions.SelectMany(action => (TableEntity)action.Entity).Sum(property => (long)(property.Value switch
        {
            string text => Encoding.UTF8.GetByteCount(text),
            byte[] bytes => Base64.GetMaxEncodedToUtf8Length(bytes.Length),
            _ => 0,
        }));
        Demand(size <= TransactionBytes, table, $"a transaction's texts take {size} bytes; {TransactionBytes} are allowed.");
    }

    /// <summary>The size that the service counts for a row, including keys and names.</summary>
    public static int BytesOf(TableEntity row) => BytesOf(row, [.. row.Where(IsOwn)]);

    private static bool IsOwn(KeyValuePair<string, object> property) =>
        property.Value is not null
            && property.Key is not (nameof(TableEntity.PartitionKey) or nameof(TableEntity.RowKey) or nameof(TableEntity.Timestamp))
        && !property.Key.StartsWith("odata.", StringComparison.Ordinal);

    private static void CheckKey(string table, string key, string name)
    {
        Demand(key.Length <= KeyCharacters, table, $"{name} has {key.Length} characters; {KeyCharacters} are allowed.");
        Demand(
            !key.Any(character => character is '/' or '\\' or '#' or '?' || char.IsControl(character)),
            table,
            $"{name} has a character that keys cannot hold: / \\ # ? or a control character.");
    }

    private static void CheckProperty(string table, string name, object value)
    {
        Demand(name.Length <= NameCharacters, table, $"a property's name has {name.Length} characters; {NameCharacters} are allowed.");
        Demand(PropertyName.IsMatch(name), table, $"'{name}' is no property's name: letters, digits and underscores, and no digit first.");
        Demand(
            value is not (string or byte[]) || BytesOf(value) - 4 <= ValueBytes,
            table,
            $"'{name}' takes {BytesOf(value) - 4} bytes; {ValueBytes} are allowed.");
        Demand(
            value is not DateTimeOffset instant || instant >= FirstInstant,
            table,
            $"'{name}' is before 1601-01-01, the first instant that a table can hold.");
    }

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

    private static void Demand(bool holds, string table, string sentence)
    {
        if (!holds)
        {
            throw new StorageException(StorageFailure.Refused, $"A change of table {table} was not sent: {sentence}", inner: null);
        }
    }
}
