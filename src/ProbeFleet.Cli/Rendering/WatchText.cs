using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

internal static class WatchText
{
    /// <summary>Renders one probe on one line.</summary>
    public static IReadOnlyList<IRenderable> Line(ProbeResult result, int routeWidth, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        var (mark, word) = result.Outcome switch
        {
            ProbeOutcome.Passed => (glyphs.Passed, "passed"),
            ProbeOutcome.Failed => (glyphs.Failed, "FAILED"),
        };
        var stage = result.Break is { } broken ? $", broke at {WireWord.Of(broken)}" : "";
        var detail = result.Outcome is ProbeOutcome.Passed ? "" : WireWord.Of(result.Diagnosis.Cause) + stage;
        var route = result.Route.Name.ToString().PadRight(routeWidth);
        var lead = $"{Shown.TimeOfDay(result.StartedAt)} {mark,-2} {route} {word} {Shown.Duration(result.Duration),8}  ";
        page.Line(lead, Palette.StyleFor(result.Outcome), detail, Style.Plain);
        return page.Lines;
    }

    /// <summary>Renders the full text after a route's outcome or cause changed.</summary>
    public static IReadOnlyList<IRenderable> Change(ProbeResult result, Glyphs glyphs) =>
        [new HangingLine("", ""), .. ProbeText.Render([result], glyphs), new HangingLine("", "")];

    /// <summary>Renders the summary of a watch, one line per route.</summary>
    public static IReadOnlyList<IRenderable> Summary(IReadOnlyList<ProbeResult> results, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        page.Section("SUMMARY", results.GroupBy(result => result.Route.Name).Select(route => Route([.. route])));
        return page.Lines;
    }

    private static string Route(IReadOnlyList<ProbeResult> results)
    {
        TimeSpan[] passed = [.. results.Where(result => result.Outcome is ProbeOutcome.Passed).Select(result => result.Duration).Order()];
        var times = passed is [] ? "" : $" (median {Shown.Duration(passed[passed.Length / 2])}, slowest {Shown.Duration(passed[^1])})";
        var failures = results.Where(result => result.Outcome is ProbeOutcome.Failed)
            .CountBy(result => WireWord.Of(result.Diagnosis.Cause)).OrderByDescending(cause => cause.Value)
            .Select(cause => $"{cause.Key} {cause.Value}");
        var failed = results.Count - passed.Length;
        return $"{results[0].Route.Name}: {passed.Length} of {results.Count} passed{times}"
            + (failed == 0 ? "" : $"; {failed} failed: {string.Join(", ", failures)}");
    }
}
