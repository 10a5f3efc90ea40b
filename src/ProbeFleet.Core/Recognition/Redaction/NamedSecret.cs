namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>A value that is a secret only after its header's name: <c>x-tenant: 11</c>, <c>"X-Tenant":"11"</c>.</summary>
/// <param name="Header">The normalized name of the header (<see cref="PlacedText.Normal(string)"/>).</param>
/// <param name="Value">The normalized value.</param>
internal sealed record NamedSecret(string Header, string Value)
{
    private const int MostQuotes = 3;

    /// <summary>Finds the value where it follows the name.</summary>
    /// <param name="placed">The normalized text.</param>
    public IEnumerable<FoundSecret> Find(string text, IReadOnlyList<PlacedCharacter> placed, string characters)
    {
        var at = -1;
        while ((at = characters.IndexOf(Header, at + 1, StringComparison.Ordinal)) >= 0)
        {
            var start = Unquoted(characters, at + Header.Length);
            if (start >= characters.Length
                || characters[start] is not (':' or '=')
                || (placed[at].Start > 0 && IsOfName(text[placed[at].Start - 1])))
            {
                continue;
            }

            start = Unquoted(characters, start + 1);
            if (string.CompareOrdinal(characters, start, Value, 0, Value.Length) == 0
                && placed[start + Value.Length - 1].End is var end
                && (end == text.Length || !char.IsAsciiLetterOrDigit(text[end])))
            {
                yield return new(placed[start].Start, end, null);
            }
        }
    }

    private static int Unquoted(string characters, int at)
    {
        for (var quotes = 0; quotes < MostQuotes && at < characters.Length && characters[at] is '"' or '\'' or '\\'; quotes++)
        {
            at++;
        }

        return at;
    }

    private static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';
}
