namespace ProbeFleet.Storage.Results;

/// <summary>A page of stored results, newest first.</summary>
/// <param name="Results">The readable results; a page may be short, even empty, and still have a next one.</param>
/// <param name="Unreadable">Rows in the range that cannot be read.</param>
/// <param name="Next">The token of the next page, safe in a URL; null after the last page.</param>
public sealed record ResultPage(IReadOnlyList<ProbeResult> Results, IReadOnlyList<UnreadableRow> Unreadable, string? Next)
{
    /// <summary>Whether an account did not answer, so that results may be missing.</summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// Merges pages of one query to several accounts: no result twice, and none beyond the point that every account has reached.
    /// </summary>
    internal static ResultPage Merge(IReadOnlyList<ResultPage> pages, int top)
    {
        ResultCursor? horizon = pages.Select(page => page.Next).OfType<string>().Select(ResultCursor.Parse).Order().Cast<ResultCursor?>()
            .FirstOrDefault();
        var known = pages.SelectMany(page => page.Results)
            .DistinctBy(result => result.Id)
            .OrderBy(ResultCursor.At)
            .TakeWhile(result => horizon is not { } end || ResultCursor.At(result).CompareTo(end) <= 0)
            .ToList();
        var next = known.Count > top ? ResultCursor.At(known[top - 1]) : horizon;
        return new([.. known.Take(top)], UnreadableRow.Merge(pages.SelectMany(page => page.Unreadable)), next?.ToString());
    }
}

/// <summary>Selects stored results.</summary>
public sealed record ResultQuery
{
    /// <summary>The maximum number of results of one page.</summary>
    public const int MostTop = 1000;

    /// <summary>Only results of this vantage; null for all known vantages.</summary>
    public VantageName? Vantage { get; init; }

    /// <summary>Only results of this route; null for all routes.</summary>
    public RouteName? Route { get; init; }

    /// <summary>Results that began at this instant or later.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Results that began before this instant.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The maximum number of results of the page; 1 to <see cref="MostTop"/>. Default 100.</summary>
    public int Top { get; init; } = 100;

    /// <summary>Where the page begins: <see cref="ResultPage.Next"/> of the previous page; null for the first.</summary>
    public string? After { get; init; }
}
