using ProbeFleet.Core.Evidence;

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

        page.Line("", Palette.Bad, $"IN A BROWSER on {preflight.Origin}", Palette.Bad);
        page.Blank();
    }
}
