using Azure;

namespace ProbeFleet.Storage.Snapshots;

/// <summary>
/// Table <c>RouteSnapshots</c>: one row per vantage and route with the latest outcome and the last 60. Partition <c>fleet</c>, row
/// <c>{vantage}|{route}</c>, so the whole fleet is one small scan: 1,000 rows per call.
/// </summary>
internal sealed class SnapshotTable(Table table) : IDisposable
{
    private const int MostTries = 4;

    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>What this process last wrote or read, so that a round needs no read; an ETag that no longer fits causes one.</summary>
    private readonly Dictionary<VantageName, Dictionary<RouteName, Known>> _known = [];

    public Task<RowSet<RouteSnapshot>> ReadFleetAsync(CancellationToken cancellationToken) =>
        table.ReadAsync($"PartitionKey eq {SnapshotRow.Partition}", SnapshotRow.Read, cancellationToken);

    /// <summary>Reads one vantage's snapshots: one call per 1,000 routes.</summary>
    public async Task<RowSet<RouteSnapshot>> ReadAsync(VantageName vantage, CancellationToken cancellationToken) =>
        RowReader.ReadAll(await RowsOfAsync(vantage, cancellationToken).ConfigureAwait(false), SnapshotRow.Read);

    /// <summary>
    /// Puts results into their routes' snapshots; a result that is there already changes nothing, and variants of a probe are left out. One
    /// call per vantage and 100 routes, and one read when this process begins or another one wrote meanwhile.
    /// </summary>
    public async Task RecordAsync(IReadOnlyList<ProbeResult> results, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var vantage in results.Where(result => result.Variant is null).GroupBy(result => result.Vantage.Name))
            {
                foreach (var routes in vantage.GroupBy(result => result.Route.Name).Chunk(Transactions.MostActions))
                {
                    await RecordVantageAsync(vantage.Key, routes, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task RecordVantageAsync(
        VantageName vantage, IReadOnlyList<IGrouping<RouteName, ProbeResult>> routes, CancellationToken cancellationToken)
    {
        for (var tried = 0; tried < MostTries; tried++)
        {
            if (!_known.TryGetValue(vantage, out var known))
            {
                known = await LoadAsync(vantage, cancellationToken).ConfigureAwait(false);
            }

            var next = routes.Select(route => route.Aggregate(known.GetValueOrDefault(route.Key).Snapshot, RouteSnapshot.After)!).ToList();
            _known.Remove(vantage);
            var tags = await table.SubmitAsync(
                [.. next.Select(snapshot => Action(snapshot, known.GetValueOrDefault(snapshot.Route).Tag))], cancellationToken)
                    .ConfigureAwait(false);
            if (tags is not null)
            {
                foreach (var (snapshot, tag) in next.Zip(tags))
                {
                    known[snapshot.Route] = new(snapshot, tag);
                }

                _known[vantage] = known;
                return;
            }
        }

        throw new StorageException(
            StorageFailure.Contended,
            $"Others kept writing the snapshots of {vantage}: is another process running under the same vantage name?");
    }

    private async Task<Dictionary<RouteName, Known>> LoadAsync(VantageName vantage, CancellationToken cancellationToken)
    {
        var prefix = KeyPart.Of(vantage).Length + 1;
        var rows = await RowsOfAsync(vantage, cancellationToken).ConfigureAwait(false);
        return rows
            .Where(row => RouteName.IsValid(row.RowKey[prefix..]))
            .ToDictionary(
                row => new RouteName(row.RowKey[prefix..]),
                row => new Known((RowReader.Read(row, SnapshotRow.Read) as Reading<RouteSnapshot>.Found)?.Value, row.ETag));
    }

    private Task<List<TableEntity>> RowsOfAsync(VantageName vantage, CancellationToken cancellationToken)
    {
        var name = KeyPart.Of(vantage);
        return table.ReadAsync(
            $"PartitionKey eq {SnapshotRow.Partition} and RowKey ge {name + "|"} and RowKey lt {name + "|" + KeyPart.Last}",
            cancellationToken);
    }

    private static TableTransactionAction Action(RouteSnapshot snapshot, ETag tag) => tag == default
        ? new(TableTransactionActionType.Add, SnapshotRow.Write(snapshot))
        : new(TableTransactionActionType.UpdateReplace, SnapshotRow.Write(snapshot), tag);

    /// <summary>A stored row: an unreadable one has an ETag and no snapshot, and is replaced.</summary>
    private readonly record struct Known(RouteSnapshot? Snapshot, ETag Tag);
}
