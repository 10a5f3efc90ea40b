using System.Text;
using System.Text.Json;
using ProbeFleet.Core.Diagnosis.Meanings;

namespace ProbeFleet.Core.Tests.Diagnosis;

/// <summary>Renders the table of meanings for <c>docs/evidence.md</c>.</summary>
internal static class MeaningReference
{
    /// <summary>Renders the table as Markdown with <c>\n</c> line ends: one row per meaning and group.</summary>
    public static string Render()
    {
        var page = new StringBuilder();
        page.Append("| meaning | said by | what says so |\n| --- | --- | --- |\n");
        foreach (var meaning in Enum.GetValues<Meaning>().Where(meaning => meaning is not Meaning.Unknown))
        {
            foreach (var group in MeaningTable.Groups)
            {
                var rows = group.Rows.Where(row => row.Meaning == meaning).ToArray();
                if (rows is not [])
                {
                    page.Append($"| {Name(meaning)} | {group.Name} | {string.Join("; ", rows.Select(row => Sign(row, group)))} |\n");
                }
            }
        }

        return page.ToString();
    }

    private static string Sign(MeaningRow row, MeaningGroup group)
    {
        var text = row.Text.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", " … ", StringComparison.Ordinal)
            .Replace(" ~ ", " … ", StringComparison.Ordinal)
            .Trim();
        var place = row.Place switch
        {
            SignPlace.Header => "header ",
            SignPlace.Wording => "words ",
            SignPlace.Hint => "hint ",
            SignPlace.Phrase or SignPlace.Word => "",
        };
        var shown = row.Place is SignPlace.Phrase ? $"\"{text}\"" : $"`{text}`";
        return $"{place}[{shown}]({row.Source ?? group.Source})";
    }

    private static string Name(Meaning meaning) => JsonNamingPolicy.KebabCaseLower.ConvertName(meaning.ToString()).Replace('-', ' ');
}
