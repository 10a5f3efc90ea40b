using System.Buffers;
using System.Globalization;
using System.Net;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>Recognizes instants, IDs, numbers, versions and addresses, which share some characters with a secret by chance.</summary>
internal static class OwnFact
{
    private const int Longest = 64;
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Whether the run is only a part of such a fact. A run that is the whole fact still counts as a secret.</summary>
    /// <param name="end">The index after the run's last character.</param>
    public static bool Holds(string text, int start, int end)
    {
        var (first, last) = (start, end);
        while (first > 0 && last - first <= Longest && IsPart(text[first - 1]))
        {
            first--;
        }

        while (last < text.Length && last - first <= Longest && IsPart(text[last]))
        {
            last++;
        }

        var word = text.AsSpan(first, last - first).TrimEnd(".:");
        return last - first <= Longest && end - start < word.Length && Is(word);
    }

    private static bool Is(ReadOnlySpan<char> word) =>
        Guid.TryParseExact(word, "D", out _)
        || !word.ContainsAnyExcept(NumberCharacters)
        || IPEndPoint.TryParse(word, out _)
        || (word is [_, _, _, _, '-', _, _, '-', ..]
            && DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));

    private static bool IsPart(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or ':' or '-' or '+';
}
