namespace ProbeFleet.Storage.Results;

/// <summary>Reads one page of a query: slices of time, newest first, from every vantage, until enough was found or read.</summary>
internal sealed class ResultSearch(Table table, ResultQuery query, IReadOnlyList<VantageName> vantages)
{
    /// <summary>The maximum number of partitions read for one page; a page that reaches it is short and has a next one.</summary>
    private const int MostReads = 400;

    private readonly ResultCursor? _after = query.After is { } token ? ResultCursor.Parse(token) : null;

    public async Task<ResultPage> RunAsync(CancellationToken cancellationToken)
    {
        List<(ResultCursor Place, TableEntity Row)> found = [];
        List<TableEntity> strangers = [];
        var from = KeyPart.WholeMilliseconds(query.From);
        var reads = 0;
        foreach (var slice in TimeSlices.Of(from, End(), wholeDays: query.Route is not null))
        {
            var rows = await Concurrently.ReadAsync(vantages, (vantage, token) => ReadAsync(vantage, slice, token), cancellationToken)
                .ConfigureAwait(false);
            strangers.AddRange(rows.Where(row => PlaceOf(row) is null));
            found.AddRange(rows.Select(row => (Place: PlaceOf(row), Row: row))
                .Where(row => row.Place is { } place && IsAfterCursor(place))
                .Select(row => (row.Place!.Value, row.Row)));
            reads += vantages.Count;
            if (found.Count > query.Top || (reads >= MostReads && slice.From > from))
            {
                return Page(found, strangers, ResultCursor.EndOf(slice.From));
            }
        }

        return Page(found, strangers, end: null);
    }

    private static ResultCursor? PlaceOf(TableEntity row) =>
        ResultKeys.PartsOf(row.RowKey) is { } key ? new ResultCursor(key.StartedAt, key.Id) : null;

    private ResultPage Page(List<(ResultCursor Place, TableEntity Row)> found, List<TableEntity> strangers, ResultCursor? end)
    {
        var page = found.OrderBy(row => row.Place).Take(query.Top).ToList();
        var next = found.Count > page.Count ? page[^1].Place : end;
        var read = RowReader.ReadAll([.. strangers, .. page.Select(row => row.Row)], ResultRow.Read);
        return new(read.Values, read.Unreadable, next?.ToString());
    }

    private bool IsAfterCursor(ResultCursor place) => _after is not { } cursor || place.CompareTo(cursor) > 0;

    /// <summary>Includes the cursor's millisecond, because other results that began in it may follow.</summary>
    private DateTimeOffset End()
    {
        var to = KeyPart.WholeMilliseconds(query.To);
        return _after is { } cursor && cursor.StartedAt < to ? cursor.StartedAt.AddMilliseconds(1) : to;
    }

    private async Task<List<TableEntity>> ReadAsync(
        VantageName vantage, (DateTimeOffset From, DateTimeOffset To) slice, CancellationToken cancellationToken)
    {
        if (query.Route is not { } route)
        {
            var partition = ResultKeys.Partition(vantage, slice.From);
            return await table.ReadAsync(
                $"PartitionKey eq {partition} and StartedAt ge {slice.From} and StartedAt lt {slice.To}", cancellationToken)
                .ConfigureAwait(false);
        }

        var range = ResultKeys.RangeOf(vantage, route, slice, _after);
        var rows = await table.ReadAsync(range, cancellationToken, limit: query.Top + 1).ConfigureAwait(false);
        var isCut = rows.Count > query.Top && rows.Exists(row => PlaceOf(row) is null);
        return isCut ? await table.ReadAsync(range, cancellationToken).ConfigureAwait(false) : rows;
    }
}
