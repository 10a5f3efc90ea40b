namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>A character, and the part of the original text that it was read from.</summary>
internal readonly record struct PlacedCharacter(char Value, int Start, int End);

/// <summary>A text whose characters know where they come from, so that what is found in a decoded text is taken out of the original.</summary>
internal sealed class PlacedText(IReadOnlyList<PlacedCharacter> characters)
{
    /// <summary>The characters.</summary>
    public IReadOnlyList<PlacedCharacter> Characters { get; } = characters;

    /// <summary>A text as it is.</summary>
    public static PlacedText Of(string text) => new([.. text.Select((character, at) => new PlacedCharacter(character, at, at + 1))]);

    /// <summary>The text with each percent-encoding, JSON escape and HTML entity read once; null when it has none.</summary>
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

    /// <summary>The text as secrets are compared: letters small, white space and what nobody sees left out.</summary>
    public PlacedText Normal() => new(
        [.. Characters.Select(character => character with { Value = Fold(character.Value) }).Where(character => character.Value != Dropped)]);

    /// <summary>A value as secrets are compared.</summary>
    public static string Normal(string value) => string.Concat(value.Select(Fold).Where(character => character != Dropped));

    /// <summary>What <see cref="Fold"/> makes of a character that counts for nothing.</summary>
    public const char Dropped = '\0';

    /// <summary>A character as secrets are compared: small, and of half width.</summary>
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
