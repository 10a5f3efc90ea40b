using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.Overview;

namespace ProbeFleet.Cli.Fleets;

/// <summary>Vantages × routes, judged: a cell without fresh data is unknown, never healthy.</summary>
internal sealed record FleetMatrix
{
    /// <summary>A result this much older than its vantage's last word is of a route that is not probed any more.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(15);

    private FleetMatrix(FleetOverview overview, IReadOnlyList<RouteName> routes, IReadOnlyList<MatrixRow> rows) =>
        (Overview, Routes, Rows) = (overview, routes, rows);

    /// <summary>What it was made of.</summary>
    public FleetOverview Overview { get; }

    /// <summary>The columns, in the configuration's order.</summary>
    public IReadOnlyList<RouteName> Routes { get; }

    /// <summary>One per vantage, by name.</summary>
    public IReadOnlyList<MatrixRow> Rows { get; }

    /// <summary>All cells.</summary>
    public IEnumerable<MatrixCell> Cells => Rows.SelectMany(row => row.Cells);

    /// <summary>The fleet's exit code: the worst cell's; unknown when nobody probes.</summary>
    public int ExitCode => Rows is [] ? ExitCodes.Unknown
        : ExitCodes.Worst(Cells.Select(CodeOf).Concat(Rows.Select(row => row.IsSilent ? ExitCodes.Unknown : ExitCodes.Healthy)));

    /// <summary>Judges an overview.</summary>
    /// <param name="overview">The fleet now.</param>
    /// <param name="configuration">What it probes: routes that it does not have are left out; null when that is not known.</param>
    public static FleetMatrix Of(FleetOverview overview, FleetConfiguration? configuration)
    {
        var cells = overview.Cells.ToDictionary(cell => (cell.Vantage, cell.Route));
        RouteName[] routes = configuration is not null ? [.. configuration.Routes.Select(route => route.Name)]
            : [.. overview.Cells.Select(cell => cell.Route).Distinct().OrderBy(route => route.ToString(), StringComparer.Ordinal)];
        var known = overview.Vantages.ToDictionary(status => status.Heartbeat.Vantage.Name);
        var vantages = known.Keys.Union(overview.Cells.Select(cell => cell.Vantage)).OrderBy(vantage => vantage.ToString(), StringComparer.Ordinal);
        return new(overview, routes, [.. vantages.Select(RowOf)]);

        MatrixRow RowOf(VantageName vantage)
        {
            var status = known.GetValueOrDefault(vantage);
            return new(vantage, status, [.. routes.Select(route => CellOf(
                cells.GetValueOrDefault((vantage, route)),
                status,
                configuration?.Routes.First(one => one.Name == route).IsProbedFrom(vantage) ?? cells.ContainsKey((vantage, route))))]);
        }
    }

    // No data is not healthy.
    private static int CodeOf(MatrixCell cell) => cell switch
    {
        MatrixCell.Passed or MatrixCell.NotMeant => ExitCodes.Healthy,
        MatrixCell.Failed { Status.Owner: var owner } => ExitCodes.Of(owner),
        _ => ExitCodes.Unknown,
    };

    private static MatrixCell CellOf(CellStatus? cell, VantageStatus? vantage, bool isMeant) => (cell, vantage) switch
    {
        _ when !isMeant => new MatrixCell.NotMeant(),
        (null, _) => new MatrixCell.NoData(null),
        (_, { IsSilent: true }) => new MatrixCell.NoData(cell),
        (_, { Heartbeat.At: var said }) when said - cell.At > StaleAfter => new MatrixCell.NoData(cell),
        ({ Outcome: ProbeOutcome.Failed }, _) => new MatrixCell.Failed(cell),
        _ => new MatrixCell.Passed(cell),
    };
}

/// <summary>One vantage.</summary>
/// <param name="Vantage">Its name.</param>
/// <param name="Status">What it said last; null when it never did, or not readably.</param>
/// <param name="Cells">One per route.</param>
internal sealed record MatrixRow(VantageName Vantage, VantageStatus? Status, IReadOnlyList<MatrixCell> Cells)
{
    /// <summary>Whether it has said nothing for too long.</summary>
    public bool IsSilent => Status is { IsSilent: true };
}

/// <summary>One route from one vantage.</summary>
internal abstract record MatrixCell
{
    private MatrixCell()
    {
    }

    /// <summary>It works.</summary>
    /// <param name="Status">The last result.</param>
    internal sealed record Passed(CellStatus Status) : MatrixCell;

    /// <summary>It does not.</summary>
    /// <param name="Status">The last result.</param>
    internal sealed record Failed(CellStatus Status) : MatrixCell;

    /// <summary>Nobody knows: there is no result, or only an old one.</summary>
    /// <param name="Last">The old one; null when there is none.</param>
    internal sealed record NoData(CellStatus? Last) : MatrixCell;

    /// <summary>This vantage does not probe this route.</summary>
    internal sealed record NotMeant : MatrixCell;
}
