using Azure.Core;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Storage.Baselines;
using ProbeFleet.Storage.Configuration;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Leases;
using ProbeFleet.Storage.Requests;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Retention;
using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Storage;

/// <summary>
/// What a fleet stores: an account and, optionally, a second one in another region, which takes what vantages observe while the first does
/// not. Reads merge both, nothing twice, and leave a second that was silent alone for a minute. What is a property here is the first's
/// alone: two truths of those would be worse than none. A call is tried three times with at most 10 s each, so it ends within about half a
/// minute, also when an account is silent. Safe for use by many callers at once.
/// </summary>
public sealed class FleetStorage : IDisposable
{
    /// <summary>How long the first account is not tried after a failure, because each try takes up to half a minute.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly TableStores _first;
    private readonly TableStores? _second;
    private readonly AccountReader _reader;
    private readonly TimeProvider _clock;
    private long _restsUntil = long.MinValue;

    internal FleetStorage(TableStores first, TableStores? second, TimeProvider clock) =>
        (_first, _second, _clock, _reader) = (first, second, clock, new(first, second, clock));

    /// <summary>The account's table endpoint, without a signature.</summary>
    public Uri Endpoint => _first.Endpoint;

    /// <summary>What is probed.</summary>
    public ConfigurationTable Configuration => _first.Configuration;

    /// <summary>How routes look when they work.</summary>
    public BaselineTable Baselines => _first.Baselines;

    /// <summary>The mailbox of probes on demand.</summary>
    public RequestTable Requests => _first.Requests;

    /// <summary>
    /// Incidents for who changes them. Who only looks reads both accounts: <see cref="ReadIncidentsAsync"/>,
    /// <see cref="FindIncidentAsync"/>.
    /// </summary>
    public IncidentTable Incidents => _first.Incidents;

    /// <summary>Who does what only one may do.</summary>
    public LeaseTable Leases => _first.Leases;

    /// <summary>Opens the accounts; nothing is sent, and a first write makes its table.</summary>
    /// <param name="connection">
    /// A connection string (or <c>UseDevelopmentStorage=true</c>), or the account's table URL in any cloud:
    /// with a signature (<c>?sv=…&amp;sig=…</c>), or plain and with a credential.
    /// </param>
    /// <param name="credential">The identity, for a plain URL; null for the others.</param>
    /// <param name="configure">Changes the clients' options, such as their transport; null for none.</param>
    /// <param name="second">The second account, named like the first; null for none.</param>
    /// <exception cref="FormatException">A text names no account, or lacks its credential. The message repeats nothing of it.</exception>
    public static FleetStorage Connect(
        string? connection, TokenCredential? credential, TimeProvider clock, Action<TableClientOptions>? configure = null,
        string? second = null) =>
        new(
            TableStores.Connect(connection, credential, clock, configure),
            second is null ? null : TableStores.Connect(second, credential, clock, configure),
            clock);

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _second?.Dispose();
    }

    /// <summary>See <see cref="ResultTable.SaveAsync"/>.</summary>
    /// <exception cref="StorageException">No account took them; save all again.</exception>
    public Task SaveResultsAsync(IReadOnlyList<ProbeResult> results, CancellationToken cancellationToken) =>
        WriteAsync(stores => stores.Results.SaveAsync(results, cancellationToken));

    /// <summary>See <see cref="SnapshotTable.RecordAsync"/>.</summary>
    /// <exception cref="StorageException">No account took them; record all again.</exception>
    public Task RecordSnapshotsAsync(IReadOnlyList<ProbeResult> results, CancellationToken cancellationToken) =>
        WriteAsync(stores => stores.Snapshots.RecordAsync(results, cancellationToken));

    /// <summary>See <see cref="VantageTable.SaveAsync"/>.</summary>
    /// <exception cref="StorageException">No account took it.</exception>
    public Task SaveHeartbeatAsync(VantageHeartbeat heartbeat, CancellationToken cancellationToken) =>
        WriteAsync(stores => stores.Vantages.SaveAsync(heartbeat, cancellationToken));

    /// <summary>See <see cref="VantageTable.RegisterAsync"/>.</summary>
    /// <exception cref="StorageException">No account took it.</exception>
    public Task RegisterAsync(VantageHeartbeat heartbeat, CancellationToken cancellationToken) =>
        WriteAsync(stores => stores.Vantages.RegisterAsync(heartbeat, cancellationToken));

    /// <summary>Results of both accounts, newest first. See <see cref="ResultTable.QueryAsync"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ResultQuery.Top"/> is out of range.</exception>
    /// <exception cref="FormatException"><see cref="ResultQuery.After"/> is not a page's token.</exception>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<ResultPage> QueryResultsAsync(ResultQuery query, CancellationToken cancellationToken)
    {
        var (pages, isPartial) = await _reader.ReadAsync(
            stores => stores.Results.QueryAsync(query, cancellationToken), cancellationToken).ConfigureAwait(false);
        return ResultPage.Merge(pages, query.Top) with { IsPartial = isPartial };
    }

    /// <summary>How one route did from one vantage, newest first. See <see cref="ResultTable.ReadTimingsAsync"/>.</summary>
    /// <param name="from">Probes that began at this instant or later.</param>
    /// <param name="to">Probes that began before this instant.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public Task<RowSet<ProbeTiming>> ReadTimingsAsync(
        VantageName vantage, RouteName route, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => MergeAsync(
            stores => stores.Results.ReadTimingsAsync(vantage, route, from, to, cancellationToken), timing => timing.Id, (one, _) => one,
            cancellationToken);

    /// <summary>One result of either account. See <see cref="ResultTable.FindAsync(Guid, VantageName?, CancellationToken)"/>.</summary>
    /// <param name="vantage">The vantage; null means all known ones.</param>
    /// <exception cref="StorageException">No account answered, or one did not and the others have no such result.</exception>
    public Task<Reading<ProbeResult>> FindResultAsync(Guid id, VantageName? vantage, CancellationToken cancellationToken) =>
        _reader.FindAsync(stores => stores.Results.FindAsync(id, vantage, cancellationToken), "result");

    /// <summary>The result of an observation, of either account: one call, or two.</summary>
    /// <exception cref="StorageException">No account answered, or one did not and the others have no such result.</exception>
    public Task<Reading<ProbeResult>> FindResultAsync(Observation observation, CancellationToken cancellationToken) =>
        _reader.FindAsync(stores => stores.Results.FindAsync(observation, cancellationToken), "result");

    /// <summary>What localization uses of both accounts' results, nothing twice. See <see cref="ResultTable.ReadOutlinesAsync"/>.</summary>
    /// <param name="from">Results that began at this instant or later; only the newest where there are too many.</param>
    /// <param name="to">Results that began before this instant.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<ResultWindow> ReadOutlinesAsync(
        IReadOnlyList<VantageName> vantages, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (windows, isPartial) = await _reader.ReadAsync(
            stores => stores.Results.ReadOutlinesAsync(vantages, from, to, cancellationToken), cancellationToken).ConfigureAwait(false);
        return ResultWindow.Merge(windows, isPartial);
    }

    /// <summary>All snapshots, those of one vantage and route merged. See <see cref="SnapshotTable.ReadFleetAsync"/>.</summary>
    /// <exception cref="StorageException">No account answered.</exception>
    public Task<RowSet<RouteSnapshot>> ReadFleetAsync(CancellationToken cancellationToken) => MergeAsync(
        stores => stores.Snapshots.ReadFleetAsync(cancellationToken), cell => (cell.Vantage, cell.Route), RouteSnapshot.Merge,
        cancellationToken);

    /// <summary>One vantage's snapshots, those of one route merged. See <see cref="SnapshotTable.ReadAsync"/>.</summary>
    /// <exception cref="StorageException">No account answered.</exception>
    public Task<RowSet<RouteSnapshot>> ReadSnapshotsAsync(VantageName vantage, CancellationToken cancellationToken) => MergeAsync(
        stores => stores.Snapshots.ReadAsync(vantage, cancellationToken), snapshot => snapshot.Route, RouteSnapshot.Merge,
        cancellationToken);

    /// <summary>One vantage's newest heartbeat of either account. See <see cref="VantageTable.FindAsync"/>.</summary>
    /// <exception cref="StorageException">No account answered, or one did not and the other has no such vantage.</exception>
    public Task<Reading<VantageHeartbeat>> FindHeartbeatAsync(VantageName vantage, CancellationToken cancellationToken) =>
        _reader.FindNewestAsync(stores => stores.Vantages.FindAsync(vantage, cancellationToken), Newer, "vantage", cancellationToken);

    /// <summary>All vantages, each with its newest heartbeat. See <see cref="VantageTable.ReadAllAsync"/>.</summary>
    /// <exception cref="StorageException">No account answered.</exception>
    public Task<RowSet<VantageHeartbeat>> ReadVantagesAsync(CancellationToken cancellationToken) => MergeAsync(
        stores => stores.Vantages.ReadAllAsync(cancellationToken), heartbeat => heartbeat.Vantage.Name, Newer, cancellationToken);

    /// <summary>The newest incidents of both accounts, newest first. See <see cref="IncidentTable.ReadNewestAsync"/>.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="top">The most; 1 to <see cref="IncidentTable.MostTop"/>.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<RowSet<StoredIncident>> ReadIncidentsAsync(IncidentState? state, int top, CancellationToken cancellationToken)
    {
        var merged = await MergeAsync(
            stores => stores.Incidents.ReadNewestAsync(state, top, cancellationToken), stored => stored.Incident.Id, Newer,
            cancellationToken).ConfigureAwait(false);
        var readable = merged.Values.Select(stored => stored.Incident.Id).ToHashSet();
        return merged with
        {
            Values = [.. merged.Values.OrderByDescending(stored => stored.Incident.OpenedAt).Take(top)],
            Unreadable = [.. merged.Unreadable
                .Where(bad => bad is not UnreadableIncident { Id: { } id } || !readable.Contains(id))
                .OrderBy(bad => bad.RowKey, StringComparer.Ordinal)],
        };
    }

    /// <summary>One incident of either account, the newer version of it. See <see cref="IncidentTable.FindToChangeAsync"/>.</summary>
    /// <exception cref="StorageException">No account answered, or one did not and the other has no such incident.</exception>
    public Task<Reading<StoredIncident>> FindIncidentAsync(Guid id, CancellationToken cancellationToken) =>
        _reader.FindNewestAsync(stores => stores.Incidents.FindToChangeAsync(id, cancellationToken), Newer, "incident", cancellationToken);

    /// <summary>Deletes what is older than the retention in both accounts, see <see cref="RetentionPurge"/>. Runs once.</summary>
    /// <param name="retention">How long is kept; at least one day.</param>
    /// <param name="mostRows">An account's part ends when it has deleted so many, give or take a batch of 100; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The retention is under one day, or <paramref name="mostRows"/> under 1.</exception>
    /// <exception cref="StorageException">A call to the first account failed; what was deleted is deleted, run again.</exception>
    public async Task<PurgeReport> PurgeAsync(TimeSpan retention, int mostRows, CancellationToken cancellationToken)
    {
        var report = await _first.Retention.RunAsync(retention, mostRows, cancellationToken).ConfigureAwait(false);
        if (_second is null)
        {
            return report;
        }

        if (_reader.IsSecondResting)
        {
            return report with { SecondProblem = "It did not answer a moment ago." };
        }

        try
        {
            var other = await _reader.AskSecondAsync(stores => stores.Retention.RunAsync(retention, mostRows, cancellationToken))
                .ConfigureAwait(false);
            return new(report.Rows + other.Rows, report.IsFinished && other.IsFinished);
        }
        catch (StorageException error)
        {
            return report with { SecondProblem = error.Message };
        }
    }

    private static VantageHeartbeat Newer(VantageHeartbeat one, VantageHeartbeat other) => one.At >= other.At ? one : other;

    private static StoredIncident Newer(StoredIncident one, StoredIncident other) =>
        one.Incident.UpdatedAt >= other.Incident.UpdatedAt ? one : other;

    private async Task<RowSet<T>> MergeAsync<T, TKey>(
        Func<TableStores, Task<RowSet<T>>> read, Func<T, TKey> key, Func<T, T, T> merge, CancellationToken cancellationToken)
    {
        var (sets, isPartial) = await _reader.ReadAsync(read, cancellationToken).ConfigureAwait(false);
        return new(
            [.. sets.SelectMany(set => set.Values).GroupBy(key).Select(same => same.Aggregate(merge))],
            UnreadableRow.Merge(sets.SelectMany(set => set.Unreadable)))
        {
            IsPartial = isPartial,
        };
    }

    private async Task WriteAsync(Func<TableStores, Task> write)
    {
        if (_second is null)
        {
            await write(_first).ConfigureAwait(false);
            return;
        }

        if (_clock.GetTimestamp() >= Interlocked.Read(ref _restsUntil))
        {
            try
            {
                await write(_first).ConfigureAwait(false);
                return;
            }
            catch (StorageException error) when (error.Failure is StorageFailure.Unreachable or StorageFailure.Denied)
            {
                Interlocked.Exchange(ref _restsUntil, _clock.GetTimestamp() + (long)(Rest.TotalSeconds * _clock.TimestampFrequency));
            }
        }

        await write(_second).ConfigureAwait(false);
    }
}
