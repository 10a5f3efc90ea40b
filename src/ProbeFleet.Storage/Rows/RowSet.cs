namespace ProbeFleet.Storage.Rows;

/// <summary>The result of reading many rows: a bad row never hides the others.</summary>
/// <typeparam name="T">What a row holds.</typeparam>
/// <param name="Values">The readable rows, in the table's order.</param>
/// <param name="Unreadable">The rows that cannot be read.</param>
public sealed record RowSet<T>(IReadOnlyList<T> Values, IReadOnlyList<UnreadableRow> Unreadable)
{
    /// <summary>Whether an account did not answer, so that rows may be missing.</summary>
    public bool IsPartial { get; init; }
}
