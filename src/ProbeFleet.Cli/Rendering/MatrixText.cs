using ProbeFleet.Cli.Fleets;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders vantages and routes as a table: with causes and ages if they fit the terminal, else with one mark per cell.</summary>
internal static class MatrixText
{
    private const int Group = 5;

    public static void Add(TextPage page, FleetMatrix matrix, int width)
    {
        if (matrix.Rows is [] || matrix.Routes is [])
        {
            return;
        }

        string[] names = [.. matrix.Rows.Select(row => $"{row.Vantage}{(row.IsSilent ? " (silent)" : "")}")];
        var first = names.Max(name => name.Length);
        string[][] cells = [.. matrix.Rows.Select(row => row.Cells.Select(cell => Full(cell, matrix.Overview.At, page.Glyphs)).ToArray())];
        int[] widths = [.. matrix.Routes
            .Select((route, column) => Math.Max(route.ToString().Length, cells.Max(row => row[column].Length)))];
        var fits = first + widths.Sum(column => column + 2) < width;
        if (fits)
        {
            page.Line($"{new string(' ', first)}{Padded(matrix.Routes.Select(route => route.ToString()), widths)}", "");
        }
        else
        {
            page.Line("columns: ", string.Join(", ", matrix.Routes.Select((route, column) => $"{column + 1} {route}")));
        }

        foreach (var (index, row) in matrix.Rows.Index())
        {
            var marks = row.Cells.Select(cell => Mark(cell, page.Glyphs)[..1]).Chunk(Group).Select(group => string.Concat(group));
            var line = fits ? Padded(cells[index], widths) : $"  {string.Join(' ', marks)}";
            page.Line($"{names[index].PadRight(first)}{line}", StyleOf(row), "", Style.Plain);
        }
    }

    private static string Padded(IEnumerable<string> texts, int[] widths) =>
        string.Concat(texts.Select((text, column) => $"  {text.PadRight(widths[column])}"));

    private static string Full(MatrixCell cell, DateTimeOffset now, Glyphs glyphs) => cell switch
    {
        MatrixCell.Passed { Status: { Slow: { } slow } status } => $"{Glyphs.Slow} slow {WireWord.Of(slow)} {Shown.Age(now - status.At)}",
        MatrixCell.Passed { Status: var status } => $"{glyphs.Passed} {Shown.Age(now - status.At)}",
        MatrixCell.Failed { Status: var status } => $"{glyphs.Failed} {WireWord.Of(status.Cause)} {Shown.Age(now - status.At)}",
        MatrixCell.NoData { Last: { } last } => $"? {Shown.Age(now - last.At)}",
        _ => Mark(cell, glyphs),
    };

    private static string Mark(MatrixCell cell, Glyphs glyphs) => cell switch
    {
        MatrixCell.Passed { Status.Slow: not null } => Glyphs.Slow,
        MatrixCell.Passed => glyphs.Passed,
        MatrixCell.Failed => glyphs.Failed,
        MatrixCell.NotMeant => glyphs.Skipped,
        _ => "?",
    };

    private static Style StyleOf(MatrixRow row) =>
        row.Cells.Any(cell => cell is MatrixCell.Failed) ? Palette.Bad
        : row.IsSilent || row.Cells.Any(cell => cell is MatrixCell.NoData or MatrixCell.Passed { Status.Slow: not null }) ? Palette.Warning
        : Style.Plain;
}
