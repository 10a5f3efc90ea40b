using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Baselines;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders the comparison of two results. Pure.</summary>
internal static class CompareText
{
    public static IReadOnlyList<IRenderable> Render(ProbeResult was, ProbeResult now, BaselineComparison comparison, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        page.Line("was  ", Outline(was));
        page.Line("now  ", Outline(now));
        if (comparison.NotComparable is { } fields)
        {
            page.Section("NOT COMPARABLE: two results are compared only when these are the same", Shown.Changes(fields), "  - ");
        }
        else
        {
            page.Section("WHAT CHANGED", Shown.Changes(comparison.Changed).DefaultIfEmpty("nothing that a probe can see"), "  - ");
        }

        return page.Lines;
    }

    /// <summary>Renders the comparison of two runtimes on one route.</summary>
    public static IReadOnlyList<IRenderable> Render(ProbeResult one, ProbeResult other, RuntimeComparison comparison, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        page.Line("one    ", Outline(one));
        page.Line("other  ", Outline(other));
        page.Section("TWO RUNTIMES: a comparison of runtimes on one route, not of before and after",
            Shown.Changes(comparison.Runtimes), "  - ");
        page.Section("WHAT DIFFERS", Shown.Changes(comparison.Changed).DefaultIfEmpty("nothing else that a probe can see"), "  - ");
        if (one.Outcome != other.Outcome)
        {
            page.Section("WHY ONLY ONE PASSES",
                [comparison.Difference?.Explanation ?? "No known difference between the two runtimes explains it."]);
        }

        if (comparison.Difference is { Step: var step })
        {
            page.Section("DO NEXT", [step], "  1. ");
        }

        return page.Lines;
    }

    private static string Outline(ProbeResult result) =>
        $"{result.Route.Name} from {result.Vantage.Name} at {Shown.Instant(result.StartedAt)}: {WireWord.Of(result.Outcome)}"
        + (result.Outcome is ProbeOutcome.Failed ? $", {WireWord.Of(result.Diagnosis.Cause)}" : "")
        + (result.Slow is { } slow ? $" and slow: {SlowWords.Describe(slow)}" : "");
}
