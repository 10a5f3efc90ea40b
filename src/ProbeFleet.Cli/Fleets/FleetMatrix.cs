using ProbeFleet.Core.Configuration;
using ProbeFleet.Fleet.Overview;

namespace ProbeFleet.Cli.Fleets;

/// <summary>The matrix of vantages and routes: a cell without fresh data is unknown, never healthy.</summary>
/// <param name="Routes">The columns, in the order of the configuration.</param>
/// <param name="Rows">The rows, one per vantage, sorted by name.</param>
internal sealed record FleetMatrix(FleetOverview Overview, IReadOnlyList<RouteName> Routes, IReadOnlyList<MatrixRow> Rows)
{
    /// <summary>A result this much older than its vantage's last heartbeat counts as one of a route that is no longer probed.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(15);

    public IEnumerable<MatrixCell> Cells => Rows.SelectMany(row => row.Cells);

    /// <summary>The fleet's exit code: that of the worst cell; unknown when no vantage probes, or something may be missing.</summary>
    public int ExitCode => ExitCodes.Worst(
    [
        .. Cells.Select(CodeOf),
        MayMiss || Rows.Any(row => row.IsSilent) ? ExitCodes.Unknown : ExitCodes.Healthy,
    ]);

    private bool MayMiss => Rows is [] || Overview is { IsPartial: true } or { Unreadable: > 0 };

    /// <summary>Makes the matrix of an overview.</summary>
    /// <param name="configuration">The configuration; routes that it lacks are left out. Null when it is not known.</param>
    public static FleetMatrix From(FleetOverview overview, FleetConfiguration? configuration)
    {
        var cells = overview.Cells.ToDictionary(cell => (cell.Vantage, cell.Route));
        RouteName[] routes = configuration is not null ? [.. configuration.Routes.Select(route => route.Name)]
            : [.. overview.Cells.Select(cell => cell.Route).Distinct().OrderBy(route => route.ToString(), StringComparer.Ordinal)];
        var known = overview.Vantages.ToDictionary(status => status.Heartbeat.Vantage.Name);
        var vantages = known.Keys.Union(overview.Cells.Select(cell => cell.Vantage))
            .Union(overview.NeverReported ?? []).Union(overview.UnreadableVantages ?? [])
            .OrderBy(vantage => vantage.ToString(), StringComparer.Ordinal);
        return new(overview, routes, [.. vantages.Select(RowOf)]);

        MatrixRow RowOf(VantageName vantage)
        {
            var status = known.GetValueOrDefault(vantage);
            return new(vantage, status, [.. routes.Select(route => CellOf(
                cells.GetValueOrDefault((vantage, route)),
                status,
                overview.At,
                configuration?.Routes.First(one => one.Name == route).IsProbedFrom(vantage) ?? cells.ContainsKey((vantage, route))))]);
        }
    }

    // No data is not healthy.
    private static int CodeOf(MatrixCell cell) => cell switch
    {
        MatrixCell.Passed or MatrixCell.NotMeant => ExitCodes.Healthy,
        MatrixCell.Failed { Status.Owner: var owner } => ExitCodes.For(owner),
        _ => ExitCodes.Unknown,
    };

    private static MatrixCell CellOf(CellStatus? cell, VantageStatus? vantage, DateTimeOffset now, bool isMeant) => (cell, vantage) switch
    {
        _ when !isMeant => new MatrixCell.NotMeant(),
        (null, _) => new MatrixCell.NoData(null),
        (_, { IsSilent: true }) => new MatrixCell.NoData(cell),

        // Without a heartbeat nothing says that a pass is the last word; that it failed a moment ago is known.
        (_, null) when cell.Outcome is ProbeOutcome.Passed || now - cell.At > StaleAfter => new MatrixCell.NoData(cell),
        (_, { Heartbeat.At: var said }) when said - cell.At > StaleAfter => new MatrixCell.NoData(cell),
        ({ Outcome: ProbeOutcome.Failed }, _) => new MatrixCell.Failed(cell),
        _ => new MatrixCell.Passed(cell),
    };
}

/// <summary>A row of the matrix: one vantage.</summary>
/// <param name="Status">The vantage's last heartbeat; null when it was never heard, or its heartbeat cannot be read.</param>
internal sealed record MatrixRow(VantageName Vantage, VantageStatus? Status, IReadOnlyList<MatrixCell> Cells)
{
    /// <summary>Whether nothing shows that the vantage has reported lately.</summary>
    public bool IsSilent => Status is not { IsSilent: false };
}

/// <summary>A cell of the matrix: one route from one vantage.</summary>
internal abstract record MatrixCell
{
    private MatrixCell()
    {
    }

    internal sealed record Passed(CellStatus Status) : MatrixCell;

    internal sealed record Failed(CellStatus Status) : MatrixCell;

    /// <summary>The state is unknown: there is no result, or only an old one.</summary>
    /// <param name="Last">The old result; null when there is none.</param>
    internal sealed record NoData(CellStatus? Last) : MatrixCell;

    /// <summary>The vantage does not probe the route.</summary>
    internal sealed record NotMeant : MatrixCell;
}
