using ProbeFleet.Core.Evidence;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Probe results as a text that a tired engineer understands in five seconds. Pure.</summary>
internal static class ProbeText
{
    /// <summary>The text of one round: one result in full; of several, one line each and then the failed ones in full.</summary>
    public static IReadOnlyList<IRenderable> Of(IReadOnlyList<ProbeResult> results, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        if (results is [var only])
        {
            Full(page, only);
            return page.Lines;
        }

        foreach (var result in results)
        {
            Verdict(page, result);
        }

        foreach (var failed in results.Where(result => result.Outcome is ProbeOutcome.Failed || result.Preflight is not null))
        {
            page.Blank();
            page.Line(new string('-', 78), "");
            Full(page, failed);
        }

        return page.Lines;
    }

    private static void Full(TextPage page, ProbeResult result)
    {
        BrowserText.Add(page, result);
        Verdict(page, result);
        page.Line("  ", Style.Plain, Circumstances(result), Palette.Quiet);
        page.Blank();
        foreach (var stage in result.Stages)
        {
            Rung(page, stage, result.Break);
        }

        DiagnosisText.Add(page, result);
        EvidenceText.Add(page, result);
    }

    private static void Verdict(TextPage page, ProbeResult result)
    {
        var (mark, word) = result.Outcome switch
        {
            ProbeOutcome.Passed => (page.Glyphs.Passed, "PASSED"),
            ProbeOutcome.Failed => (page.Glyphs.Failed, "FAILED"),
        };
        var verdict = result.Outcome is ProbeOutcome.Passed
            ? $" in {Shown.Duration(result.Duration)}"
            : $": {Shown.Cause(result.Diagnosis.Cause)}, {Shown.Owner(result.Diagnosis)}";
        page.Line($"{mark} {word} ", Palette.Of(result.Outcome), $"{result.Route.Name} from {result.Vantage.Name}{verdict}", new Style(decoration: Decoration.Bold));
    }

    private static string Circumstances(ProbeResult result)
    {
        var end = result.Break is { } stage ? $"broke at {WireName.Of(stage)} after {Shown.Duration(result.Duration)}" : "every stage passed";
        var variant = result.Variant is { } taken ? $", variant {WireName.Of(taken)}" : "";
        return $"{end}, depth {WireName.Of(result.Depth)}{variant}, {Shown.Instant(result.StartedAt)}";
    }

    private static void Rung(TextPage page, StageEvidence stage, Stage? broken)
    {
        var isBreak = stage.Outcome is StageOutcome.Failed && stage.Stage == broken;
        var (mark, style) = stage.Outcome switch
        {
            StageOutcome.Passed => (page.Glyphs.Passed, Style.Plain),
            StageOutcome.Failed => (page.Glyphs.Failed, Palette.Bad),
            StageOutcome.Skipped => (page.Glyphs.Skipped, Palette.Quiet),
        };
        var time = stage.Duration is { } duration ? Shown.Duration(duration) : "";
        var fact = StageFact.Of(stage, page.Glyphs);
        page.Line($"  {mark,-2} {WireName.Of(stage.Stage),-10} {time,9}  ", style, isBreak ? $"{page.Glyphs.Break}  {fact}" : fact, style);
    }
}
