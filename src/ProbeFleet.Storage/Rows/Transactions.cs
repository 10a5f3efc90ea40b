using System.Buffers.Text;
using System.Text.Json;

namespace ProbeFleet.Storage.Rows;

/// <summary>Groups actions into transactions within the service's limits: one partition, 100 actions, 4 MiB.</summary>
internal static class Transactions
{
    public const int MostActions = 100;

    private const int MostBytes = 3_500_000;

    /// <summary>The size of an action beside its texts: lines and headers, keys, types and short columns.</summary>
    private const int BytesBesideTexts = 4_000;

    public static IEnumerable<IReadOnlyList<TableTransactionAction>> Split(IEnumerable<TableTransactionAction> actions)
    {
        foreach (var partition in actions.GroupBy(action => action.Entity.PartitionKey, StringComparer.Ordinal))
        {
            List<TableTransactionAction> transaction = [];
            var bytes = 0;
            foreach (var action in partition)
            {
                var size = BytesOf((TableEntity)action.Entity);
                if (transaction.Count == MostActions || (transaction.Count > 0 && bytes + size > MostBytes))
                {
                    yield return transaction;
                    (transaction, bytes) = ([], 0);
                }

                transaction.Add(action);
                bytes += size;
            }

            yield return transaction;
        }
    }

    /// <summary>The size with the strictest JSON writer: a quote in a text takes six bytes, three bytes are four characters.</summary>
    private static int BytesOf(TableEntity row) => BytesBesideTexts + row.Keys.Sum(key => row[key] switch
    {
        string text => JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length,
        byte[] bytes => Base64.GetMaxEncodedToUtf8Length(bytes.Length),
        _ => 0,
    });
}
