using System.Text;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// An entity group transaction as one multipart request: https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions.
/// </summary>
internal sealed record Transaction(ReadOnlyMemory<byte> Body, string ContentType)
{
    private const int MostChanges = 100;
    private const int MostBytes = 4 * 1024 * 1024;

    public static Transaction Of(IReadOnlyList<Change> changes)
    {
        Check(changes);
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var body = new MemoryStream();
        Write(body, $"--batch_{id}\r\nContent-Type: multipart/mixed; boundary=changeset_{id}\r\n\r\n");
        foreach (var change in changes)
        {
            Write(body, $"--changeset_{id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            Write(body, $"{change.Method} {new Uri(change.Address).AbsoluteUri} HTTP/1.1\r\n");
            Write(body, $"Accept: {EntityJson.MinimalMetadata}\r\nDataServiceVersion: 3.0\r\n");
            Write(body, string.Concat(change.Headers.Select(header => $"{header.Key}: {header.Value}\r\n")));
            if (change.Body is { } json)
            {
                Write(body, $"Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n");
                body.Write(json.Span);
            }

            Write(body, "\r\n");
        }

        Write(body, $"--changeset_{id}--\r\n--batch_{id}--\r\n");
        return body.Length <= MostBytes
            ? new Transaction(body.ToArray(), $"multipart/mixed; boundary=batch_{id}")
            : throw EntityLimits.Refusal("RequestBodyTooLarge", $"The transaction takes {body.Length} bytes; {MostBytes} are allowed.", status: 413);
    }

    private static void Check(IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0)
        {
            throw new InvalidOperationException("A transaction needs at least one action.");
        }

        if (changes.Count > MostChanges)
        {
            throw Refused(MostChanges, "InvalidInput", $"A transaction has up to {MostChanges} actions; this one has {changes.Count}.");
        }

        var rows = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, change) in changes.Index())
        {
            if (change.PartitionKey != changes[0].PartitionKey)
            {
                throw Refused(index, "CommandsInBatchActOnDifferentPartitions", "All actions of a transaction act on one partition.");
            }

            if (!rows.Add(change.RowKey))
            {
                throw Refused(index, "InvalidDuplicateRow", "A row occurs twice in the transaction.");
            }
        }
    }

    private static TableTransactionFailedException Refused(int index, string code, string message) =>
        new(EntityLimits.Refusal(code, $"{index}:{message}"));

    private static void Write(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
