using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Rows;
using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Storage;

/// <summary>
/// An account and, optionally, a second one in another region, which takes what vantages observe while the first does not. Reads merge both, nothing
/// twice. Configuration, baselines, requests and leases are the first's alone: two truths of those would be worse than none.
/// </summary>
/// <param name="first">The account.</param>
/// <param name="second">The other one; null for none.</param>
/// <param name="clock">The time of rests.</param>
public sealed class StoragePair(TableStores first, TableStores? second, TimeProvider clock)
{
    /// <summary>After a failure the first is not asked again for a while: each try takes up to half a minute.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private long _restsUntil = long.MinValue;

    /// <summary>The account.</summary>
    public TableStores First => first;

    /// <summary>The other one; null when there is none.</summary>
    public TableStores? Second => second;

    /// <summary>See <see cref="ResultTable.SaveAsync"/>.</summary>
    /// <param name="results">The results.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account took them; save all again.</exception>
    public Task SaveResultsAsync(IReadOnlyList<ProbeResult> results, CancellationToken cancellationToken) =>
        WriteAsync(stores => stores.Results.SaveAsync(results, cancellationToken));

    /// <summary>See <see cref="SnapshotTable.RecordAsync"/>.</summary>
    /// <param name="results">The results.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account took them; record all again.</exception>
    public Task RecordSnapshotsAsync(IReadOnlyList<ProbeResult> results, CancellationToken cancellationToken) =>
        WriteAsync(stores => stores.Snapshots.RecordAsync(results, cancellationToken));

    /// <summary>See <see cref="VantageTable.SaveAsync"/>.</summary>
    /// <param name="heartbeat">The heartbeat.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account took it.</exception>
    public Task SaveHeartbeatAsync(VantageHeartbeat heartbeat, CancellationToken cancellationToken) =>
        WriteAsync(stores => stores.Vantages.SaveAsync(heartbeat, cancellationToken));

    /// <summary>See <see cref="VantageTable.RegisterAsync"/>.</summary>
    /// <param name="heartbeat">The heartbeat.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account took it.</exception>
    public Task RegisterAsync(VantageHeartbeat heartbeat, CancellationToken cancellationToken) =>
        WriteAsync(stores => stores.Vantages.RegisterAsync(heartbeat, cancellationToken));

    /// <summary>Results of both accounts, newest first. See <see cref="ResultTable.QueryAsync"/>.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ResultQuery.Top"/> is out of range.</exception>
    /// <exception cref="FormatException"><see cref="ResultQuery.After"/> is not a page's token.</exception>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<ResultPage> QueryResultsAsync(ResultQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (pages, isPartial) = await ReadAsync(stores => stores.Results.QueryAsync(query, cancellationToken)).ConfigureAwait(false);
        return ResultPage.Merge(pages, query.Top) with { IsPartial = isPartial };
    }

    /// <summary>How one route did from one vantage, newest first. See <see cref="ResultTable.ReadTimingsAsync"/>.</summary>
    /// <param name="vantage">The vantage.</param>
    /// <param name="route">The route.</param>
    /// <param name="from">Probes that began at this instant or later.</param>
    /// <param name="to">Probes that began before this instant.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<RowSet<ProbeTiming>> ReadTimingsAsync(
        VantageName vantage, RouteName route, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (sets, isPartial) = await ReadAsync(stores => stores.Results.ReadTimingsAsync(vantage, route, from, to, cancellationToken)).ConfigureAwait(false);
        return Merge(sets, timing => timing.Id, (one, _) => one) with { IsPartial = isPartial };
    }

    /// <summary>One result of either account. See <see cref="ResultTable.FindAsync(Guid, VantageName?, CancellationToken)"/>.</summary>
    /// <param name="id">The probe's id.</param>
    /// <param name="vantage">The vantage; null means all known ones.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account answered, or one did not and the others have no such result.</exception>
    public async Task<Reading<ProbeResult>> FindResultAsync(Guid id, VantageName? vantage, CancellationToken cancellationToken)
    {
        StorageException? silent = null;
        Reading<ProbeResult> best = new Reading<ProbeResult>.Absent();
        foreach (var stores in All)
        {
            try
            {
                switch (await stores.Results.FindAsync(id, vantage, cancellationToken).ConfigureAwait(false))
                {
                    case Reading<ProbeResult>.Found found:
                        return found;
                    case Reading<ProbeResult>.Unreadable unreadable:
                        best = unreadable;
                        break;
                }
            }
            catch (StorageException error)
            {
                silent = error;
            }
        }

        return best is Reading<ProbeResult>.Absent && silent is not null ? throw silent : best;
    }

    /// <summary>What localization uses of both accounts' results, nothing twice. See <see cref="ResultTable.ReadOutlinesAsync"/>.</summary>
    /// <param name="vantages">The vantages.</param>
    /// <param name="from">Results that began at this instant or later.</param>
    /// <param name="to">Results that began before this instant.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<RowSet<Observation>> ReadOutlinesAsync(
        IReadOnlyList<VantageName> vantages, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (sets, isPartial) = await ReadAsync(stores => stores.Results.ReadOutlinesAsync(vantages, from, to, cancellationToken)).ConfigureAwait(false);
        return Merge(sets, observation => observation.Id, (one, _) => one) with { IsPartial = isPartial };
    }

    /// <summary>All snapshots, those of one vantage and route merged. See <see cref="SnapshotTable.ReadFleetAsync"/>.</summary>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<RowSet<RouteSnapshot>> ReadFleetAsync(CancellationToken cancellationToken)
    {
        var (sets, isPartial) = await ReadAsync(stores => stores.Snapshots.ReadFleetAsync(cancellationToken)).ConfigureAwait(false);
        return Merge(sets, snapshot => (snapshot.Vantage, snapshot.Route), RouteSnapshot.Merge) with { IsPartial = isPartial };
    }

    /// <summary>One vantage's snapshots, those of one route merged. See <see cref="SnapshotTable.ReadAsync"/>.</summary>
    /// <param name="vantage">The vantage.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<RowSet<RouteSnapshot>> ReadSnapshotsAsync(VantageName vantage, CancellationToken cancellationToken)
    {
        var (sets, isPartial) = await ReadAsync(stores => stores.Snapshots.ReadAsync(vantage, cancellationToken)).ConfigureAwait(false);
        return Merge(sets, snapshot => snapshot.Route, RouteSnapshot.Merge) with { IsPartial = isPartial };
    }

    /// <summary>One vantage's newest heartbeat of either account. See <see cref="VantageTable.FindAsync"/>.</summary>
    /// <param name="vantage">The vantage.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account answered, or one did not and the other has no such vantage.</exception>
    public async Task<Reading<VantageHeartbeat>> FindHeartbeatAsync(VantageName vantage, CancellationToken cancellationToken)
    {
        var (readings, isPartial) = await ReadAsync(stores => stores.Vantages.FindAsync(vantage, cancellationToken)).ConfigureAwait(false);
        var found = readings.OfType<Reading<VantageHeartbeat>.Found>().Select(reading => reading.Value).ToList();
        return found is not [] ? new Reading<VantageHeartbeat>.Found(found.Aggregate(Newer))
            : readings.OfType<Reading<VantageHeartbeat>.Unreadable>().FirstOrDefault() ?? (isPartial
                ? throw new StorageException(StorageFailure.Unreachable, "One of two accounts did not answer, and the other has no such vantage.", inner: null)
                : readings[0]);
    }

    /// <summary>All vantages, each with its newest heartbeat. See <see cref="VantageTable.ReadAllAsync"/>.</summary>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<RowSet<VantageHeartbeat>> ReadVantagesAsync(CancellationToken cancellationToken)
    {
        var (sets, isPartial) = await ReadAsync(stores => stores.Vantages.ReadAllAsync(cancellationToken)).ConfigureAwait(false);
        return Merge(sets, heartbeat => heartbeat.Vantage.Name, Newer) with { IsPartial = isPartial };
    }

    /// <summary>The newest incidents of both accounts, newest first. See <see cref="IncidentTable.ReadNewestAsync"/>.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="top">The most; 1 to <see cref="IncidentTable.MostTop"/>.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<RowSet<StoredIncident>> ReadIncidentsAsync(IncidentState? state, int top, CancellationToken cancellationToken)
    {
        var (sets, isPartial) = await ReadAsync(stores => stores.Incidents.ReadNewestAsync(state, top, cancellationToken)).ConfigureAwait(false);
        var merged = Merge(sets, stored => stored.Incident.Id, Newer);
        return merged with { Values = [.. merged.Values.OrderByDescending(stored => stored.Incident.OpenedAt).Take(top)], IsPartial = isPartial };
    }

    /// <summary>One incident of either account, the newer version of it. See <see cref="IncidentTable.FindAsync"/>.</summary>
    /// <param name="id">The incident's id.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">No account answered, or one did not and the other has no such incident.</exception>
    public async Task<Reading<StoredIncident>> FindIncidentAsync(Guid id, CancellationToken cancellationToken)
    {
        var (readings, isPartial) = await ReadAsync(stores => stores.Incidents.FindAsync(id, cancellationToken)).ConfigureAwait(false);
        var found = readings.OfType<Reading<StoredIncident>.Found>().Select(reading => reading.Value).ToList();
        return found is not [] ? new Reading<StoredIncident>.Found(found.Aggregate(Newer))
            : readings.OfType<Reading<StoredIncident>.Unreadable>().FirstOrDefault() ?? (isPartial
                ? throw new StorageException(StorageFailure.Unreachable, "One of two accounts did not answer, and the other has no such incident.", inner: null)
                : readings[0]);
    }

    private IEnumerable<TableStores> All => second is null ? [first] : [first, second];

    private static RowSet<T> Merge<T, TKey>(IReadOnlyList<RowSet<T>> sets, Func<T, TKey> key, Func<T, T, T> merge)
        where TKey : notnull =>
        new(
            [.. sets.SelectMany(set => set.Values).GroupBy(key).Select(same => same.Aggregate(merge))],
            [.. sets.SelectMany(set => set.Unreadable).Distinct()]);

    private static VantageHeartbeat Newer(VantageHeartbeat one, VantageHeartbeat other) => one.At >= other.At ? one : other;

    private static StoredIncident Newer(StoredIncident one, StoredIncident other) =>
        one.Incident.UpdatedAt >= other.Incident.UpdatedAt ? one : other;

    private async Task WriteAsync(Func<TableStores, Task> write)
    {
        if (second is null)
        {
            await write(first).ConfigureAwait(false);
            return;
        }

        if (clock.GetTimestamp() >= Interlocked.Read(ref _restsUntil))
        {
            try
            {
                await write(first).ConfigureAwait(false);
                return;
            }
            catch (StorageException error) when (error.Failure is StorageFailure.Unreachable or StorageFailure.Denied)
            {
                Interlocked.Exchange(ref _restsUntil, clock.GetTimestamp() + (long)(Rest.TotalSeconds * clock.TimestampFrequency));
            }
        }

        await write(second).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyList<T> Read, bool IsPartial)> ReadAsync<T>(Func<TableStores, Task<T>> read)
    {
        List<T> answers = [];
        StorageException? silent = null;
        foreach (var answer in All.Select(read).ToList())
        {
            try
            {
                answers.Add(await answer.ConfigureAwait(false));
            }
            catch (StorageException error)
            {
                silent = error;
            }
        }

        return answers is [] ? throw silent! : (answers, silent is not null);
    }
}
