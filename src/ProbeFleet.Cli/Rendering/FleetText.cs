using ProbeFleet.Cli.Fleets;
using ProbeFleet.Fleet.Interceptions;
using ProbeFleet.Fleet.Overview;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders the state of the fleet: one verdict line, the matrix, and the problems, worst first. Pure.</summary>
internal static class FleetText
{
    private const int MostNames = 5;

    /// <param name="width">The terminal's width; a wider matrix is drawn with one mark per cell.</param>
    public static IReadOnlyList<IRenderable> Render(FleetMatrix matrix, int width, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        Verdict(page, matrix);
        page.Blank();
        MatrixText.Add(page, matrix, width);
        page.Section("FAILING, the worst first", Failing(matrix));
        page.Section("SLOW: these pass, and have become slower than is usual at this hour", Slow(matrix), $"  {Glyphs.Slow} ");
        page.Section("NO DATA, and no data is not healthy", Unknown(matrix), "  ? ");
        page.Section("INTERCEPTED? These see another certificate issuer than most",
            matrix.Overview.Interceptions.Select(Intercepted), "  ! ");
        page.Section("NOTE", Notes(matrix.Overview), "  - ");
        if (matrix.Cells.Any(cell => cell is MatrixCell.Failed || IsSlow(cell)))
        {
            page.Section("DO NEXT", ["probefleet localize, for whose fault it is over all of them"]);
        }

        return page.Lines;
    }

    private static void Verdict(TextPage page, FleetMatrix matrix)
    {
        var all = matrix.Cells.Count(cell => cell is not MatrixCell.NotMeant);
        var failing = matrix.Cells.OfType<MatrixCell.Failed>().Count();
        var unknown = matrix.Cells.OfType<MatrixCell.NoData>().Count();
        var slow = matrix.Cells.Count(IsSlow);
        var silent = matrix.Rows.Count(row => row.IsSilent);
        var (lead, style) = (failing, matrix.ExitCode) switch
        {
            ( > 0, _) => ($"{page.Glyphs.Failed} FAILING ", Palette.Bad),
            (_, ExitCodes.Healthy) when slow > 0 => ($"{Glyphs.Slow} SLOW ", Palette.Warning),
            (_, ExitCodes.Healthy) => ($"{page.Glyphs.Passed} HEALTHY ", Palette.Good),
            _ => ("? UNKNOWN ", Palette.Warning),
        };
        string[] parts =
        [
            .. (failing, slow, unknown) switch
            {
                ( > 0, > 0, _) => [$"{failing} of {all} paths", $"{slow} slow"],
                ( > 0, _, _) => [$"{failing} of {all} paths"],
                (_, > 0, 0) when matrix.ExitCode is ExitCodes.Healthy => [$"{slow} of {all} paths", "none fails"],
                (_, > 0, _) => [$"{all - unknown} of {all} paths", $"{slow} slow"],
                _ => new[] { $"{all - unknown} of {all} paths" },
            },
            .. unknown > 0 ? [$"{unknown} without data"] : Array.Empty<string>(),
            .. silent > 0 ? [$"{silent} of {matrix.Rows.Count} vantages silent"] : Array.Empty<string>(),
            .. matrix is { Rows: [], Overview.Unreadable: 0 } ? ["no vantage has reported yet"] : Array.Empty<string>(),
            Shown.Instant(matrix.Overview.At),
        ];
        page.Line(lead, style, string.Join(", ", parts), new Style(decoration: Decoration.Bold));
    }

    private static IEnumerable<(string Lead, string Body)> Failing(FleetMatrix matrix) =>
        matrix.Cells.OfType<MatrixCell.Failed>().Select(cell => cell.Status)
        .GroupBy(cell => (cell.Owner, cell.Cause, cell.Route))
        .OrderBy(group => ExitCodes.Rank(ExitCodes.For(group.Key.Owner)))
        .ThenByDescending(group => group.Count())
        .ThenBy(group => group.Key.Route.ToString(), StringComparer.Ordinal)
        .Select(group => ($"  {WireWord.Of(group.Key.Owner),-15}  ", Line([.. group], matrix.Overview.At)));

    private static bool IsSlow(MatrixCell cell) => cell is MatrixCell.Passed { Status.Slow: not null };

    private static IEnumerable<string> Slow(FleetMatrix matrix) =>
        matrix.Cells.Where(IsSlow).Cast<MatrixCell.Passed>().Select(cell => cell.Status)
        .GroupBy(cell => (cell.Route, cell.Slow))
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key.Route.ToString(), StringComparer.Ordinal)
        .Select(group => $"{group.Key.Route}: slow at {WireWord.Of(group.Key.Slow!.Value)}, {Seen([.. group], matrix.Overview.At)}");

    private static string Line(IReadOnlyList<CellStatus> cells, DateTimeOffset now)
    {
        var latest = cells.MaxBy(cell => cell.At)!;
        var broke = latest.Break is { } stage ? $", broke at {WireWord.Of(stage)}" : "";
        return $"{latest.Route}: {WireWord.Of(latest.Cause)}{broke}, {Seen(cells, now)}";
    }

    private static string Seen(IReadOnlyList<CellStatus> cells, DateTimeOffset now)
    {
        var latest = cells.MaxBy(cell => cell.At)!;
        return $"from {Shown.List([.. cells.Select(cell => cell.Vantage.ToString())], MostNames)}, {Shown.Age(now - latest.At)} ago "
            + $"(probe {latest.ProbeId})";
    }

    private static string Intercepted(InterceptionNotice notice) =>
        $"{notice.Vantage} on {notice.Route}: {notice.Issuer}; {notice.Agreeing} others: {notice.Majority}";

    private static IEnumerable<string> Unknown(FleetMatrix matrix) =>
    [
        .. matrix.Rows.Where(row => row.IsSilent).Select(row => Silent(row, matrix.Overview)),
        .. matrix.Rows.Where(row => !row.IsSilent)
            .Select(row => (row.Vantage, Routes: Missing(matrix, row))).Where(row => row.Routes is not [])
            .Select(row => $"{row.Vantage} reports nothing, or nothing new, of {Shown.List(row.Routes, MostNames)}"),
    ];

    private static string Silent(MatrixRow row, FleetOverview overview) => row switch
    {
        { Status.Heartbeat.At: var said } => $"{row.Vantage} is silent: its last word is of {Shown.Instant(said)}",
        _ when overview.NeverReported?.Contains(row.Vantage) is true => $"{row.Vantage} is expected and has never reported",
        _ => $"{row.Vantage} has no heartbeat that can be read, so nothing says whether it still probes",
    };

    private static IEnumerable<string> Notes(FleetOverview overview)
    {
        if (overview.IsPartial)
        {
            yield return "One of two storage accounts did not answer: something may be missing.";
        }

        if (overview.Unreadable > 0)
        {
            yield return $"{overview.Unreadable} of the rows of vantages and routes cannot be read, being of another version or spoiled: "
                + "something is missing here.";
        }
    }

    private static IReadOnlyList<string> Missing(FleetMatrix matrix, MatrixRow row) =>
        [.. row.Cells.Index().Where(cell => cell.Item is MatrixCell.NoData).Select(cell => matrix.Routes[cell.Index].ToString())];
}
