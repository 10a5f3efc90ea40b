using ProbeFleet.Core.Evidence;

namespace ProbeFleet.Storage.Results;

/// <summary>Stored results, newest first.</summary>
/// <param name="Results">The readable ones; a page may be short, also empty, and still have a next one.</param>
/// <param name="Unreadable">Rows in the range that cannot be read.</param>
/// <param name="Next">Where the next page begins, safe in a URL; null after the last page.</param>
public sealed record ResultPage(IReadOnlyList<ProbeResult> Results, IReadOnlyList<UnreadableRow> Unreadable, string? Next)
{
    /// <summary>Whether an account could not be asked, so that results may be missing.</summary>
    public bool IsPartial { get; init; }
}
