using ProbeFleet.Core.Configuration;
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

    /// <summary>Expected vantages that have never reported and count as silent; absent when there are none.</summary>
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
            Interceptions = [.. Interceptions.Where(
                notice => (vantage ?? notice.Vantage) == notice.Vantage && (route ?? notice.Route) == notice.Route)],
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
        VantageName[] missing = [.. expected.Except(Vantages.Select(vantage => vantage.Heartbeat.Vantage.Name))];
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
public sealed record CellStatus
{
    /// <summary>The vantage.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary>The route.</summary>
    public required RouteName Route { get; init; }

    /// <summary>When the last probe began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The last probe's ID.</summary>
    public required Guid ProbeId { get; init; }

    /// <summary>Whether the route answered.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The diagnosed cause.</summary>
    public required Cause Cause { get; init; }

    /// <summary>Who has to act.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The first failed stage; absent when none failed.</summary>
    public Stage? Break { get; init; }

    /// <summary>The stage that was slow in the last probe; absent when none was.</summary>
    public Stage? Slow { get; init; }

    /// <summary>When the current failures began; absent when the last probe passed. Only 60 probes are known: it may be earlier.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The outcomes of the last probes, newest first, at most 60.</summary>
    public required IReadOnlyList<ProbeOutcome> Recent { get; init; }

    /// <summary>A snapshot's cell.</summary>
    public static CellStatus From(RouteSnapshot snapshot) => new()
    {
        Vantage = snapshot.Vantage,
        Route = snapshot.Route,
        At = snapshot.Latest.At,
        ProbeId = snapshot.ProbeId,
        Outcome = snapshot.Latest.Outcome,
        Cause = snapshot.Latest.Cause,
        Owner = snapshot.Owner,
        Break = snapshot.Latest.Break,
        Slow = snapshot.Latest.Slow,
        FailingSince = snapshot.Recent.TakeWhile(outcome => outcome.Outcome is ProbeOutcome.Failed).LastOrDefault()?.At,
        Recent = [.. snapshot.Recent.Select(outcome => outcome.Outcome)],
    };
}
