using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Model;
using Spectre.Console;

namespace ProbeFleet.Cli.Rendering;

/// <summary>What a browser would make of the route. Comes before everything else: a call from a page is to be moved first.</summary>
internal static class BrowserText
{
    public static void Add(TextPage page, ProbeResult result)
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
}
