using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Snapshots;

namespace ProbeFleet.Fleet.Queries;

/// <summary>
/// What is asked of a fleet, over HTTP, for metrics, or by the command line over its storage: the same tables give the same answers, but
/// that no table says which vantages there should be.
/// </summary>
/// <param name="expected">The vantages that the fleet should have; empty when nobody said.</param>
public sealed class FleetQueries(FleetStorage storage, IReadOnlyList<VantageName> expected, TimeProvider clock)
{
    /// <summary>Vantages and routes now.</summary>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<FleetOverview> ReadOverviewAsync(CancellationToken cancellationToken) =>
        (await ReadNowAsync(cancellationToken).ConfigureAwait(false)).Overview;

    /// <summary>What metrics are made of.</summary>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<FleetFigures> ReadFiguresAsync(CancellationToken cancellationToken)
    {
        var (overview, cells, _) = await ReadNowAsync(cancellationToken).ConfigureAwait(false);
        var open = await storage.ReadIncidentsAsync(IncidentState.Open, IncidentTable.MostTop, cancellationToken).ConfigureAwait(false);
        return new(
            overview, cells, open is { IsPartial: false, Unreadable.Count: 0 } ? [.. open.Values.Select(stored => stored.Incident)] : null);
    }

    /// <summary>The newest incidents, without their localization and timeline.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="top">The most; 1 to <see cref="IncidentTable.MostTop"/>.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<IncidentsBody> ReadIncidentsAsync(IncidentState? state, int top, CancellationToken cancellationToken)
    {
        var rows = await storage.ReadIncidentsAsync(state, top, cancellationToken).ConfigureAwait(false);
        Incident[] brief = [.. rows.Values.Select(stored => stored.Incident with { Localization = null, Timeline = [] })];
        UnreadableIncidentBody[] unreadable = [.. rows.Unreadable.OfType<UnreadableIncident>().Select(UnreadableIncidentBody.From)];
        return new(brief, rows.IsPartial, rows.Unreadable.Count) { UnreadableIncidents = unreadable is [] ? null : unreadable };
    }

    /// <summary>One route now from everywhere, and over a window that ends now from one vantage; null when nobody has probed it.</summary>
    /// <param name="wanted">The vantage; null for the one that is worth a look.</param>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<RouteHistory?> ReadHistoryAsync(
        RouteName route, VantageName? wanted, TimeSpan window, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Task<RowSet<ProbeTiming>> TimingsOf(VantageName vantage) =>
            storage.ReadTimingsAsync(vantage, route, now - window, now, cancellationToken);
        var early = wanted is { } known ? TimingsOf(known) : null;
        var (overview, _, unread) = await ReadNowAsync(cancellationToken).ConfigureAwait(false);
        var fleet = overview.Only(vantage: null, route);
        VantageName[] lost = [.. unread.Select(key => key.Split('|')).Where(key => key is [var name, var of] && of == $"{route}"
            && RouteName.IsValid(name)).Select(key => new VantageName(key[0]))];
        if (fleet.Cells is [] && lost is [])
        {
            return null;
        }

        var vantage = wanted ?? RouteHistory.WorthALook(fleet.Cells) ?? lost[0];

        var timings = early ?? TimingsOf(vantage);
        var latest = fleet.Cells.FirstOrDefault(cell => cell.Vantage == vantage) is { } cell
            ? await ReadLatestAsync(cell, cancellationToken).ConfigureAwait(false)
            : null;
        var read = await timings.ConfigureAwait(false);
        var step = RouteHistory.StepOf(window);
        return new(
            Route: route,
            Fleet: fleet,
            Vantage: vantage,
            From: now - window,
            To: now,
            StepSeconds: (int)step.TotalSeconds,
            Steps: RouteHistory.StepsOf(read.Values, step),
            Latest: latest,
            IsPartial: read.IsPartial || fleet.IsPartial,
            Unreadable: read.Unreadable.Count);
    }

    /// <summary>The cell says when its probe began, so this reads one row where a search by id would read a day.</summary>
    private async Task<ProbeResult?> ReadLatestAsync(CellStatus cell, CancellationToken cancellationToken)
    {
        var query = new ResultQuery
        {
            Vantage = cell.Vantage,
            Route = cell.Route,
            From = cell.At,
            To = cell.At.AddMilliseconds(1),
            Top = 10,
        };
        var page = await storage.QueryResultsAsync(query, cancellationToken).ConfigureAwait(false);
        return page.Results.FirstOrDefault(result => result.Id == cell.ProbeId);
    }

    /// <returns>The overview, its cells, and the keys of those that cannot be read.</returns>
    private async Task<(FleetOverview Overview, IReadOnlyList<RouteSnapshot> Cells, IReadOnlyList<string> Unread)> ReadNowAsync(
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var reading = storage.ReadVantagesAsync(cancellationToken);
        var snapshots = await storage.ReadFleetAsync(cancellationToken).ConfigureAwait(false);
        var vantages = await reading.ConfigureAwait(false);
        var unread = Unread(vantages, heartbeat => $"{heartbeat.Vantage.Name}");
        VantageName[] unheard = [.. unread.Where(RouteName.IsValid).Select(name => new VantageName(name))];
        var unreadCells = Unread(snapshots, snapshot => $"{snapshot.Vantage}|{snapshot.Route}");
        var overview = FleetOverview.From(vantages.Values, snapshots.Values, now) with
        {
            IsPartial = vantages.IsPartial || snapshots.IsPartial,
            Unreadable = unread.Length + unreadCells.Length,
            UnreadableVantages = unheard is [] ? null : unheard,
        };
        return (overview.Expecting(expected), snapshots.Values, unreadCells);
    }

    /// <summary>The keys of rows that no account has in a form that can be read.</summary>
    private static string[] Unread<T>(RowSet<T> rows, Func<T, string> keyOf) =>
        [.. rows.Unreadable.Select(row => row.RowKey).Except(rows.Values.Select(keyOf), StringComparer.Ordinal)];
}

/// <summary>The fleet as metrics have it: vantages, each route's last probe from each vantage, open incidents.</summary>
/// <param name="Open">Null where some could not be read: how many are open is then not known.</param>
public sealed record FleetFigures(FleetOverview Overview, IReadOnlyList<RouteSnapshot> Cells, IReadOnlyList<Incident>? Open);
