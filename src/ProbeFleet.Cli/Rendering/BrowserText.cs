using ProbeFleet.Core.Diagnosis;
using Spectre.Console;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders the browser's verdict. It comes first, because a call from a web page has to be moved before all else.</summary>
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
