namespace ProbeFleet.Storage.Rows;

/// <summary>The result of reading many rows: a bad row never hides the others.</summary>
/// <param name="Values">The readable rows, in the table's order.</param>
public sealed record RowSet<T>(IReadOnlyList<T> Values, IReadOnlyList<UnreadableRow> Unreadable)
{
    /// <summary>Whether an account did not answer, so that rows may be missing.</summary>
    public bool IsPartial { get; init; }
}
