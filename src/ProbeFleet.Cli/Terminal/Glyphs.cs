using System.Globalization;
using System.Text;

namespace ProbeFleet.Cli.Terminal;

/// <summary>The marks in text output, and the cleaning of text from outside.</summary>
/// <param name="Passed">The mark of a passed stage or probe; like the others at most two columns wide.</param>
/// <param name="Skipped">The mark of a stage that was not needed or not reached.</param>
/// <param name="Break">Points at the first failed stage.</param>
/// <param name="SlowHere">Points at the stage that has become slow.</param>
/// <param name="Arrow">Leads from a name to its result.</param>
internal sealed record Glyphs(string Passed, string Failed, string Skipped, string Break, string SlowHere, string Arrow)
{
    /// <summary>The mark of a passed stage or probe that has become slow, the same with and without Unicode.</summary>
    public const string Slow = "~";

    public static Glyphs Unicode { get; } = new("✓", "✗", "·", "◄ BREAK", "◄ SLOW", "→");

    /// <summary>The marks for terminals whose encoding is not UTF-8 or UTF-16.</summary>
    public static Glyphs Ascii { get; } = new("ok", "!!", "-", "<-- BREAK", "<-- SLOW", "->");

    public static Glyphs For(Encoding encoding) => encoding.CodePage is 65001 or 1200 or 1201 ? Unicode : Ascii;

    /// <summary>The text on one line, without characters that could control a terminal, and in ASCII if the terminal needs it.</summary>
    public string Clean(string text)
    {
        var clean = string.Concat(text.ReplaceLineEndings(" ").Select(character =>
            char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format ? '\uFFFD' : character));
        return this == Unicode ? clean : InAscii(clean);
    }

    private static string InAscii(string text) => string.Concat(text.Select(character => character switch
    {
        <= '\u007e' => character.ToString(),
        '…' => "...",
        '–' or '—' => "-",
        '‘' or '’' => "'",
        '“' or '”' => "\"",
        '→' => "->",
        '×' => "x",
        '≤' => "<=",
        '≥' => ">=",
        '\u00a0' or '\u202f' => " ",
        _ => "?",
    }));
}
