using ProbeFleet.Core.Topology;
using ProbeFleet.Fleet.Interceptions;
using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fleet.Overview;

/// <summary>The current state of the vantages and routes.</summary>
/// <param name="Vantages">The vantages, by name.</param>
public sealed record FleetOverview(
    DateTimeOffset At, IReadOnlyList<VantageStatus> Vantages, IReadOnlyList<CellStatus> Cells,
    IReadOnlyList<InterceptionNotice> Interceptions)
{
    /// <summary>Whether one of two storage accounts did not answer, so that something may be missing.</summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// How many rows of the whole fleet's vantages and routes this version cannot read, so that what they say is missing here.
    /// </summary>
    public int Unreadable { get; init; }

    /// <summary>
    /// Vantages of the whole fleet whose heartbeat this version cannot read: they count as silent. Absent when there are none.
    /// </summary>
    public IReadOnlyList<VantageName>? UnreadableVantages { get; init; }

    /// <summary>Expected vantages of the whole fleet that have never reported and count as silent; absent when there are none.</summary>
    public IReadOnlyList<VantageName>? NeverReported { get; init; }

    /// <summary>The configured routes; absent where no configuration was read.</summary>
    public IReadOnlyList<RouteBrief>? Routes { get; init; }

    /// <summary>Only what is about one vantage or one route.</summary>
    /// <param name="route">The route, with the vantages that probe it; null for all.</param>
    public FleetOverview Only(VantageName? vantage, RouteName? route)
    {
        CellStatus[] cells = [.. Cells.Where(cell => (vantage ?? cell.Vantage) == cell.Vantage && (route ?? cell.Route) == cell.Route)];
        return this with
        {
            Vantages =
            [
                .. Vantages.Where(status => (vantage ?? status.Heartbeat.Vantage.Name) == status.Heartbeat.Vantage.Name
                    && (route is null || cells.Any(cell => cell.Vantage == status.Heartbeat.Vantage.Name))),
            ],
            Cells = cells,
            Routes = Routes is null || route is null ? Routes : [.. Routes.Where(brief => brief.Name == route)],
            Interceptions = [.. Interceptions
                .Where(notice => (vantage ?? notice.Vantage) == notice.Vantage && (route ?? notice.Route) == notice.Route)],
        };
    }

    /// <summary>Puts it together.</summary>
    public static FleetOverview From(IReadOnlyList<VantageHeartbeat> heartbeats, IReadOnlyList<RouteSnapshot> snapshots, DateTimeOffset now)
    {
        var rule = new SilenceRule(snapshots);
        return new(
            now,
            [.. heartbeats.Select(heartbeat => new VantageStatus(heartbeat, rule.IsSilent(heartbeat, now)))],
            [.. snapshots.Select(CellStatus.From)],
            InterceptionRule.Judge(snapshots.Where(snapshot => snapshot.TlsIssuer is not null)
                .Select(snapshot => new RouteIssuer(snapshot.Vantage, snapshot.Route, snapshot.TlsIssuer!))));
    }

    /// <summary>Adds the expected vantages that have never reported.</summary>
    public FleetOverview Expecting(IReadOnlyList<VantageName> expected)
    {
        VantageName[] missing =
            [.. expected.Except(Vantages.Select(vantage => vantage.Heartbeat.Vantage.Name)).Except(UnreadableVantages ?? [])];
        return this with { NeverReported = missing is [] ? null : missing };
    }

    /// <summary>Adds the configured routes.</summary>
    /// <param name="configuration">The fleet's configuration; null when none was read.</param>
    public FleetOverview Knowing(FleetConfiguration? configuration) =>
        this with { Routes = configuration is null ? null : [.. configuration.Routes.Select(RouteBrief.From)] };
}

/// <summary>What a route is.</summary>
/// <param name="BaseUrl">Where it is called, as configured.</param>
/// <param name="Model">The model or deployment.</param>
/// <param name="Provider">Who answers: see <see cref="FleetTopology.ProviderOf"/>.</param>
public sealed record RouteBrief(RouteName Name, RouteKind Kind, string BaseUrl, string Model, string Provider)
{
    /// <summary>A configured route in brief.</summary>
    public static RouteBrief From(Route route) =>
        new(route.Name, route.Kind, route.BaseUrl.ToString(), route.Model, FleetTopology.ProviderOf(route));
}

/// <summary>The current state of a vantage.</summary>
/// <param name="IsSilent">Whether the heartbeat is too old: missing data does not mean healthy.</param>
public sealed record VantageStatus(VantageHeartbeat Heartbeat, bool IsSilent);

/// <summary>The current state of a route from one vantage.</summary>
/// <param name="At">When the last probe began.</param>
/// <param name="ProbeId">The last probe's ID.</param>
/// <param name="Outcome">Whether the route answered.</param>
/// <param name="Cause">The diagnosed cause.</param>
/// <param name="Owner">Who has to act.</param>
/// <param name="Break">The first failed stage; absent when none failed.</param>
/// <param name="Slow">The stage that was slow in the last probe; absent when none was.</param>
/// <param name="FailingSince">
/// When the current failures began; absent when the last probe passed. Only 60 probes are known: it may be earlier.
/// </param>
/// <param name="Recent">The outcomes of the last probes, newest first, at most 60.</param>
public sealed record CellStatus(
    VantageName Vantage, RouteName Route, DateTimeOffset At, Guid ProbeId, ProbeOutcome Outcome, Cause Cause, Owner Owner, Stage? Break,
    Stage? Slow, DateTimeOffset? FailingSince, IReadOnlyList<ProbeOutcome> Recent)
{
    /// <summary>A snapshot's cell.</summary>
    public static CellStatus From(RouteSnapshot snapshot) => new(
        snapshot.Vantage, snapshot.Route, snapshot.Latest.At, snapshot.ProbeId, snapshot.Latest.Outcome, snapshot.Latest.Cause,
        snapshot.Owner, snapshot.Latest.Break, snapshot.Latest.Slow,
        FailingSince: snapshot.Recent.TakeWhile(outcome => outcome.Outcome is ProbeOutcome.Failed).LastOrDefault()?.At,
        Recent: [.. snapshot.Recent.Select(outcome => outcome.Outcome)]);
}
