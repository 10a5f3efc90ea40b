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
    public static IReadOnlyList<IRenderable> Summary(IReadOnlyDictionary<RouteName, RouteTally> routes, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        page.Section("SUMMARY", routes.Select(route => Route(route.Key, route.Value)));
        return page.Lines;
    }

    private static string Route(RouteName route, RouteTally tally)
    {
        var times = tally.Passed == 0 ? "" : $" (median {tally.Median}, slowest {tally.Slowest})";
        var failures = tally.Causes.Select(cause => $"{WireWord.Of(cause.Cause)} {cause.Count}");
        return $"{route}: {tally.Passed} of {tally.Passed + tally.Failed} passed{times}"
            + (tally.Failed == 0 ? "" : $"; {tally.Failed} failed: {string.Join(", ", failures)}");
    }
}
