namespace ProbeFleet.Storage.Rows;

/// <summary>What came of reading many rows: one bad row never hides the others.</summary>
/// <typeparam name="T">What a row holds.</typeparam>
/// <param name="Values">The readable rows, in the table's order.</param>
/// <param name="Unreadable">The others.</param>
public sealed record RowSet<T>(IReadOnlyList<T> Values, IReadOnlyList<UnreadableRow> Unreadable)
{
    /// <summary>Whether an account could not be asked, so that rows may be missing.</summary>
    public bool IsPartial { get; init; }
}
