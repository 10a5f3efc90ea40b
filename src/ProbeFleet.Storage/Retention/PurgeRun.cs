using Azure;

namespace ProbeFleet.Storage.Retention;

/// <summary>One bounded purge run: it finds partitions by their keys only, and deletes 100 rows per call.</summary>
internal sealed class PurgeRun(int mostRows)
{
    private const int PageRows = 1000;

    private int _rows;

    public PurgeReport Report => new(_rows, IsFinished: !IsFull);

    private bool IsFull => _rows >= mostRows;

    /// <summary>Visits the partitions in key order, reading one row of each.</summary>
    /// <param name="step">Whether to delete a partition, and after which key to look for the next.</param>
    public async Task DeletePartitionsAsync(Table table, Func<string, (bool IsOld, string After)> step, CancellationToken cancellationToken)
    {
        var after = "";
        while (!IsFull)
        {
            var first = await table.ReadAsync($"PartitionKey gt {after}", cancellationToken, limit: 1, select: Keys).ConfigureAwait(false);
            if (first is not [var row])
            {
                return;
            }

            var next = step(row.PartitionKey);
            if (next.IsOld)
            {
                await DeleteRowsAsync(table, $"PartitionKey eq {row.PartitionKey}", cancellationToken, select: Keys).ConfigureAwait(false);
            }

            after = next.After;
        }
    }

    /// <summary>Deletes the rows that match the filter. A row that was rewritten meanwhile stays, unless only its keys were read.</summary>
    public async Task DeleteRowsAsync(
        Table table, FormattableString filter, CancellationToken cancellationToken, IEnumerable<string>? select = null)
    {
        while (!IsFull)
        {
            var rows = await table.ReadAsync(filter, cancellationToken, PageRows, select).ConfigureAwait(false);
            await DeleteRowsAsync(table, rows, cancellationToken).ConfigureAwait(false);
            if (rows.Count < PageRows)
            {
                return;
            }
        }
    }

    /// <summary>Deletes rows that were read; one that was rewritten since stays.</summary>
    public async Task DeleteRowsAsync(Table table, IEnumerable<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (var batch in rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal)
            .SelectMany(rows => rows.Chunk(Transactions.MostActions)).TakeWhile(_ => !IsFull))
        {
            await DeleteAsync(table, batch, cancellationToken).ConfigureAwait(false);
        }
    }

    public static string[] Keys { get; } = ["PartitionKey", "RowKey"];

    private async Task DeleteAsync(Table table, TableEntity[] rows, CancellationToken cancellationToken)
    {
        var actions = rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, TagOf(row))).ToList();
        if (await table.SubmitAsync(actions, cancellationToken).ConfigureAwait(false) is null)
        {
            // Some rows were deleted or rewritten meanwhile, and a transaction is refused as a whole.
            foreach (var row in rows)
            {
                await table.DeleteAsync(row.PartitionKey, row.RowKey, TagOf(row), cancellationToken).ConfigureAwait(false);
            }
        }

        _rows += rows.Length;
    }

    private static ETag TagOf(TableEntity row) => row.ETag == default ? ETag.All : row.ETag;
}
