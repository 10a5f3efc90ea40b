namespace ProbeFleet.Storage.Rows;

/// <summary>The result of reading one row.</summary>
public abstract record Reading<T>
{
    private protected Reading()
    {
    }

    /// <summary>The row exists and is readable.</summary>
    public sealed record Found(T Value) : Reading<T>;

    /// <summary>There is no such row.</summary>
    public sealed record Absent : Reading<T>;

    /// <summary>The row exists, but this version cannot read it.</summary>
    public sealed record Unreadable(UnreadableRow Row) : Reading<T>;
}

/// <summary>The result of reading many rows: a bad row never hides the others.</summary>
/// <param name="Values">The readable rows, in the table's order.</param>
public sealed record RowSet<T>(IReadOnlyList<T> Values, IReadOnlyList<UnreadableRow> Unreadable)
{
    /// <summary>Whether an account did not answer, so that rows may be missing.</summary>
    public bool IsPartial { get; init; }
}

/// <summary>A row that cannot be read: a wrong type, a missing column, a broken text or a future schema version.</summary>
/// <param name="Reason">Why, in one sentence; repeats no stored text.</param>
public record UnreadableRow(string PartitionKey, string RowKey, string Reason)
{
    /// <summary>When storage last wrote the row, by its clock; null where that was not read.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>Merges what several accounts have: a row of both counts once, as it was written last.</summary>
    internal static IReadOnlyList<UnreadableRow> Merge(IEnumerable<UnreadableRow> rows) =>
        [.. rows.GroupBy(row => (row.PartitionKey, row.RowKey)).Select(same => same.MaxBy(row => row.WrittenAt)!)];
}
