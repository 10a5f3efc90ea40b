namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>A character and the range of the original text that it was read from.</summary>
internal readonly record struct PlacedCharacter(char Value, int Start, int End);

/// <summary>A text whose characters keep their original positions, so that a decoded match can be removed from the original.</summary>
internal sealed class PlacedText(IReadOnlyList<PlacedCharacter> characters)
{
    public IReadOnlyList<PlacedCharacter> Characters { get; } = characters;

    public static PlacedText From(string text) => new([.. text.Select((character, at) => new PlacedCharacter(character, at, at + 1))]);

    /// <summary>Decodes each percent-encoding, JSON escape and HTML entity once; null when there is none.</summary>
    public PlacedText? Decoded()
    {
        ReadOnlySpan<char> text = string.Concat(Characters.Select(character => character.Value));
        var decoded = new List<PlacedCharacter>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (Escape.Read(text[at..]) is { } escape)
            {
                var (start, end) = (Characters[at].Start, Characters[at + escape.Length - 1].End);
                decoded.AddRange(escape.Characters.Select(character => new PlacedCharacter(character, start, end)));
                at += escape.Length;
            }
            else
            {
                decoded.Add(Characters[at++]);
            }
        }

        return decoded.Count < text.Length ? new(decoded) : null;
    }

    /// <summary>The text normalized for comparison: lower case, without white space and invisible characters.</summary>
    public PlacedText Normal() => new(
        [.. Characters.Select(character => character with { Value = Fold(character.Value) }).Where(
            character => character.Value != Dropped)]);

    /// <summary>A value normalized for comparison.</summary>
    public static string Normal(string value) => string.Concat(value.Select(Fold).Where(character => character != Dropped));

    /// <summary>The result of <see cref="Fold"/> for an ignored character.</summary>
    public const char Dropped = '\0';

    /// <summary>Normalizes a character for comparison: lower case and half width.</summary>
    public static char Fold(char character) => character is > ' ' and < '\u007f'
        ? character is >= 'A' and <= 'Z' ? (char)(character | ' ') : character
        : FoldOther(character);

    private static char FoldOther(char character) => character switch
    {
        < '\u00a0' => Dropped,
        >= '\uff01' and <= '\uff5e' => Fold((char)(character - '\uff01' + '!')),
        _ => char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.SpaceSeparator
            or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator
            ? Dropped
            : character,
    };
}
