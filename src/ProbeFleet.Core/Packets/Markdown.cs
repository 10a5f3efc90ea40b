using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Packets;

/// <summary>Text from outside as Markdown that shows it and does nothing else: no link, no mention, no HTML, no new line.</summary>
internal static partial class Markdown
{
    /// <summary>Text in a sentence.</summary>
    /// <param name="text">Any text.</param>
    public static string Prose(string text)
    {
        var line = OneLine(text);
        var prose = new StringBuilder(line.Length);
        var at = 0;
        foreach (Match link in Link().Matches(line))
        {
            prose.Append(Escape(line[at..link.Index])).Append(Code(link.Value));
            at = link.Index + link.Length;
        }

        return prose.Append(Escape(line[at..])).ToString();
    }

    /// <summary>Text as a code span.</summary>
    /// <param name="text">Any text.</param>
    public static string Code(string text)
    {
        var line = OneLine(text);
        var fence = new string('`', 1 + Backticks().Matches(line).Select(run => run.Length).DefaultIfEmpty(0).Max());
        var padding = line is "" || line[0] is '`' or ' ' || line[^1] is '`' or ' ' ? " " : "";
        return $"{fence}{padding}{line}{padding}{fence}";
    }

    private static string Escape(string text) => Live().Replace(text, @"\$0");

    /// <summary>Line breaks and control characters become spaces; invisible and direction characters go.</summary>
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = char.GetUnicodeCategory(character) switch
            {
                UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => line.Append(' '),
                UnicodeCategory.Format => line,
                _ => line.Append(character),
            };
        }

        return line.ToString().Trim();
    }

    /// <summary>What would be markup: punctuation, the start of a list or heading.</summary>
    [GeneratedRegex("""[\\`*_\[\]<>&|~@#!$]|\A[-+=]|(?<=\A\d{1,9})[.)](?=\s|\z)""", RegexOptions.IgnoreCase)]
    private static partial Regex Live();

    /// <summary>What would be made a link, without the punctuation of the sentence around it: it is shown as a code span.</summary>
    [GeneratedRegex("""[a-z][a-z0-9+.-]{0,40}://\S*[^\s.,;:!?)\]}>'"]|\bwww\.\S*[^\s.,;:!?)\]}>'"]""", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
