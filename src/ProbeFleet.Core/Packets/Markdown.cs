using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Packets;

/// <summary>Escapes text from outside so that Markdown shows it and does nothing else: no link, mention, HTML or line break.</summary>
internal static partial class Markdown
{
    /// <summary>Escapes text within a sentence.</summary>
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

    /// <summary>Writes text as a code span.</summary>
    public static string Code(string text)
    {
        var line = OneLine(text);
        var fence = new string('`', 1 + Backticks().Matches(line).Select(run => run.Length).DefaultIfEmpty(0).Max());
        var padding = line is "" || line[0] is '`' or ' ' || line[^1] is '`' or ' ' ? " " : "";
        return $"{fence}{padding}{line}{padding}{fence}";
    }

    private static string Escape(string text) => Live().Replace(text, @"\$0");

    /// <summary>Replaces line breaks and control characters with spaces and removes invisible and direction characters.</summary>
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

    /// <summary>Characters that would be markup: punctuation, the start of a list or heading.</summary>
    [GeneratedRegex("""[\\`*_\[\]<>&|~@#!$]|\A[-+=]|(?<=\A\d{1,9})[.)](?=\s|\z)""", RegexOptions.IgnoreCase)]
    private static partial Regex Live();

    /// <summary>Text that would become a link, without the punctuation around it; it is written as a code span.</summary>
    [GeneratedRegex("""[a-z][a-z0-9+.-]{0,40}://\S*[^\s.,;:!?)\]}>'"]|\bwww\.\S*[^\s.,;:!?)\]}>'"]""", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
