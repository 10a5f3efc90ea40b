using System.Text;
using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Tests.Diagnosis;

/// <summary>Renders the catalog of causes as <c>docs/causes.md</c>.</summary>
internal static class CauseReference
{
    /// <summary>Renders the page as Markdown with <c>\n</c> line ends.</summary>
    public static string Render()
    {
        var page = new StringBuilder("""
            # Causes

            Every cause that a diagnosis can name: who has to act, what it means, what to do and what not to do. This page is written from
            `CauseCatalog` by a test; edit the catalog and run the test with `PROBEFLEET_UPDATE=1`. How a cause is found: [evidence.md](evidence.md).

            Words in capitals stand for what a probe saw: a diagnosis writes its own HOST, ORIGIN (scheme, host and port), MODEL, SOURCE (of the
            credential), PROXY, RESOLVER, ADDRESS and TIME in their place.

            | cause | owner |
            | --- | --- |

            """.ReplaceLineEndings("\n"));
        var causes = Enum.GetValues<Cause>().Where(cause => cause is not Cause.Unclassified).Append(Cause.Unclassified).ToArray();
        foreach (var cause in causes)
        {
            page.Append($"| [`{WireWord.Of(cause)}`](#{Anchor(cause)}) | {WireWord.Of(CauseCatalog.Find(cause).Owner)} |\n");
        }

        foreach (var cause in causes)
        {
            WriteCause(page, cause, CauseCatalog.Find(cause));
        }

        return page.ToString();
    }

    private static void WriteCause(StringBuilder page, Cause cause, CauseEntry entry)
    {
        page.Append($"\n## `{WireWord.Of(cause)}`\n\n{entry.Explanation}\n\nOwner: **{WireWord.Of(entry.Owner)}**");
        foreach (var other in entry.OtherOwners)
        {
            page.Append($"; **{WireWord.Of(other.Owner)}** when {other.When}");
        }

        page.Append(".\n");
        WriteList(page, "Do next", entry.DoNext);
        WriteList(page, "Do not", entry.DoNot);
    }

    private static void WriteList(StringBuilder page, string title, IReadOnlyList<string> steps)
    {
        if (steps is [])
        {
            return;
        }

        page.Append($"\n{title}:\n\n");
        foreach (var step in steps)
        {
            page.Append($"- {step}\n");
        }
    }

    /// <summary>The anchor that GitHub gives the heading: lower case, without dots and backquotes.</summary>
    private static string Anchor(Cause cause) => WireWord.Of(cause).Replace(".", "", StringComparison.Ordinal);
}
