using ProbeFleet.Core.Diagnosis;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders probe results so that a tired engineer understands them in five seconds. Pure.</summary>
internal static class ProbeText
{
    /// <summary>Renders one round: a single result in full; several in one line each, then the failed and slow ones in full.</summary>
    public static IReadOnlyList<IRenderable> Render(IReadOnlyList<ProbeResult> results, Glyphs glyphs)
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

        foreach (var told in results
            .Where(result => result.Diagnosis.Cause is not Cause.Ok || result.Slow is not null || result.Preflight is not null))
        {
            page.Blank();
            page.Line(new string('-', 78), "");
            Full(page, told);
        }

        return page.Lines;
    }

    private static void Full(TextPage page, ProbeResult result)
    {
        Browser(page, result);
        Verdict(page, result);
        page.Line("  ", Style.Plain, Circumstances(result), Palette.Quiet);
        page.Blank();
        foreach (var stage in result.Stages)
        {
            Rung(page, stage, result);
        }

        DiagnosisText.Add(page, result);
        EvidenceText.Add(page, result);
    }

    /// <summary>Renders the browser's verdict. It comes first, because a call from a web page has to be moved before all else.</summary>
    private static void Browser(TextPage page, ProbeResult result)
    {
        if (result.Preflight is not { } preflight)
        {
            return;
        }

        var verdict = BrowserJudgement.Judge(preflight);
        page.Line("", Style.Plain, $"IN A BROWSER on {preflight.Origin}", verdict.Allowed ? Palette.Warning : Palette.Bad);
        foreach (var sentence in verdict.Sentences)
        {
            page.Line("  - ", sentence);
        }

        page.Blank();
    }

    private static void Verdict(TextPage page, ProbeResult result)
    {
        var (mark, word) = result.Outcome switch
        {
            ProbeOutcome.Passed => (result.Slow is null ? page.Glyphs.Passed : Glyphs.Slow, "PASSED"),
            ProbeOutcome.Failed => (page.Glyphs.Failed, "FAILED"),
        };
        var verdict = result.Outcome is ProbeOutcome.Passed
            ? $" in {Shown.Duration(result.Duration)}{(result.Slow is { } slow ? $", slow at {WireWord.Of(slow.Stage)}" : "")}"
                + (result.Diagnosis.Cause is Cause.Ok ? "" : $", {WireWord.Of(result.Diagnosis.Cause)}")
            : $": {WireWord.Of(result.Diagnosis.Cause)}, {Shown.Owner(result.Diagnosis)}";
        page.Line(
            $"{mark} {word} ",
            result.Slow is null ? Palette.StyleFor(result.Outcome) : Palette.Warning,
            $"{result.Route.Name} from {result.Vantage.Name}{verdict}",
            new Style(decoration: Decoration.Bold));
    }

    private static string Circumstances(ProbeResult result)
    {
        var end = result.Break is { } stage ? $"broke at {WireWord.Of(stage)} after {Shown.Duration(result.Duration)}"
            : result.Outcome is ProbeOutcome.Failed ? "no stage is known to have failed"
            : "every stage passed";
        var variant = result.Variant is { } taken ? $", variant {WireWord.Of(taken)}" : "";
        var runtime = result.Route.Runtime is null ? "" : $", made by {result.Vantage.Runtime.Sdk}";
        return $"{end}, depth {WireWord.Of(result.Depth)}{variant}{runtime}, {Shown.Instant(result.StartedAt)}";
    }

    private static void Rung(TextPage page, StageEvidence stage, ProbeResult result)
    {
        // Only streams have the stage with the longest name.
        var width = result.Find<FirstEventEvidence>() is null ? 10 : 11;
        var isBreak = stage.Outcome is StageOutcome.Failed && stage.Stage == result.Break;
        var slow = result.Slow is { } found && found.Stage == stage.Stage ? found : null;
        var (mark, style) = stage.Outcome switch
        {
            StageOutcome.Passed when slow is not null => (Glyphs.Slow, Palette.Warning),
            StageOutcome.Passed => (page.Glyphs.Passed, Style.Plain),
            StageOutcome.Failed => (page.Glyphs.Failed, Palette.Bad),
            StageOutcome.Skipped => (page.Glyphs.Skipped, Palette.Quiet),
        };
        var time = stage.Duration is { } duration ? Shown.Duration(duration) : "";
        var fact = StageFact.Describe(stage, page.Glyphs);
        page.Line($"  {mark,-2} {WireWord.Of(stage.Stage).PadRight(width)} {time,9}  ", style, Pointer(page.Glyphs, isBreak, slow)
            + fact, style);
    }

    private static string Pointer(Glyphs glyphs, bool isBreak, SlowStage? slow) =>
        isBreak ? $"{glyphs.Break}  " : slow is not null ? $"{glyphs.SlowHere}, usually {Shown.Duration(slow.Usual)}; " : "";
}
