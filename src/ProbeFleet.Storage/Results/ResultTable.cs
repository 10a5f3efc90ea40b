using ProbeFleet.Core.Localization;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Storage.Results;

/// <summary>Table <c>ProbeResults</c>: every probe's result, kept for the retention. Keys: <see cref="ResultKeys"/>.</summary>
internal sealed class ResultTable(Table table, VantageTable known)
{
    /// <summary>How far an ID's time may be from the probe's start.</summary>
    private static readonly TimeSpan IdTolerance = TimeSpan.FromMinutes(5);

    /// <summary>A window that is not made shorter.</summary>
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(2);

    /// <summary>The most results of a window that are held at once: about 400 MB, or a day of 20 × 15 in one-minute rounds.</summary>
    public int MostOutlines { get; init; } = 600_000;

    /// <summary>
    /// Stores results; storing one again changes nothing. Results of one vantage and day go in one transaction per 100 rows or 3.5 MiB:
    /// a round of one vantage is one call. A result too long for a row is cut, with a note in column <c>Trimmed</c>.
    /// </summary>
    public Task SaveAsync(IReadOnlyList<ProbeResult> results, CancellationToken cancellationToken)
    {
        var rows = results.DistinctBy(result => result.Id).Select(result => ResultRow.Write(
            result,
            ResultKeys.Partition(result.Vantage.Name, result.StartedAt),
            ResultKeys.Row(result.Route.Name, result.StartedAt, result.Id)));
        return table.UpsertAsync(rows, cancellationToken);
    }

    /// <summary>Reads one page of results, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ResultQuery.Top"/> is outside 1 to
    /// <see cref="ResultQuery.MostTop"/>.</exception>
    public async Task<ResultPage> QueryAsync(ResultQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Top, ResultQuery.MostTop);
        var vantages = query.Vantage is { } one ? [one] : await known.NamesAsync(cancellationToken).ConfigureAwait(false);
        return await new ResultSearch(table, query, vantages).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads how one route did from one vantage, newest first, without variants and evidence: a day of a probe each minute is two calls and
    /// some 0.3 MB.
    /// </summary>
    public async Task<RowSet<ProbeTiming>> ReadTimingsAsync(
        VantageName vantage, RouteName route, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var days = await Concurrently.ReadAsync(
            TimeSlices.Of(KeyPart.WholeMilliseconds(from), KeyPart.WholeMilliseconds(to), wholeDays: true),
            async (day, token) =>
            {
                var rows = await table.ReadAsync(ResultKeys.RangeOf(vantage, route, day), token, select: TimingRow.Columns)
                    .ConfigureAwait(false);
                return new List<RowSet<ProbeTiming>>
                {
                    RowReader.ReadAll(rows.Where(row => row.GetString(TimingRow.VariantColumn) is null), TimingRow.Read),
                };
            },
            cancellationToken).ConfigureAwait(false);
        return new(
            [.. days.SelectMany(day => day.Values).OrderByDescending(timing => timing.StartedAt)],
            [.. days.SelectMany(day => day.Unreadable)]);
    }

    /// <summary>
    /// Reads what localization uses of all results of a window: one call per vantage and UTC day, and one more per 1,000 results of it. Of
    /// a window with more results than <see cref="MostOutlines"/> it reads the newest half, quarter, …: the first that has no more.
    /// </summary>
    public async Task<ResultWindow> ReadOutlinesAsync(
        IReadOnlyList<VantageName> vantages, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        for (var begin = from; ; begin = to - ((to - begin) / 2))
        {
            var reading = new ResultWindowReading(MostOutlines);
            await Concurrently.ForEachAsync(
                PartitionsOf(vantages, begin, to),
                (partition, token) => reading.IsFull
                    ? Task.CompletedTask
                    : table.ReadPagesAsync(
                        $"PartitionKey eq {partition} and StartedAt ge {begin} and StartedAt lt {to}",
                        reading.Take,
                        token,
                        select: ResultOutline.Columns),
                cancellationToken).ConfigureAwait(false);
            if (!reading.IsFull || to - begin <= ShortestWindow)
            {
                return reading.WindowFrom(begin);
            }
        }
    }

    /// <summary>Reads the result of an observation: one call.</summary>
    public Task<Reading<ProbeResult>> FindAsync(Observation observation, CancellationToken cancellationToken) => table.FindAsync(
        ResultKeys.Partition(observation.Path.Vantage, observation.StartedAt),
        Guid.TryParse(observation.Id, out var id) ? ResultKeys.Row(observation.Path.Route, observation.StartedAt, id) : null,
        ResultRow.Read,
        cancellationToken);

    /// <summary>Reads one result. The id holds its time, so one or two partitions of a vantage are searched.</summary>
    public async Task<Reading<ProbeResult>> FindAsync(Guid id, VantageName? vantage, CancellationToken cancellationToken)
    {
        if (TimeOrderedId.InstantOf(id) is not { } made)
        {
            return new Reading<ProbeResult>.Absent();
        }

        var vantages = vantage is { } one ? [one] : await known.NamesAsync(cancellationToken).ConfigureAwait(false);
        var rows = await Concurrently.ReadAsync(
            PartitionsOf(vantages, made - IdTolerance, made + IdTolerance),
            (partition, token) => table.ReadAsync($"PartitionKey eq {partition} and Id eq {id}", token, limit: 1),
            cancellationToken).ConfigureAwait(false);
        return RowReader.Read(rows.FirstOrDefault(), ResultRow.Read);
    }

    /// <summary>The partitions of a window that begins and ends within two days.</summary>
    private static IEnumerable<string> PartitionsOf(IEnumerable<VantageName> vantages, DateTimeOffset from, DateTimeOffset to) =>
        vantages.SelectMany(vantage => new[] { ResultKeys.Partition(vantage, from), ResultKeys.Partition(vantage, to) }).Distinct();
}
