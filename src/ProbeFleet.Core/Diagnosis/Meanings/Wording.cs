using System.Text;

namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// Words in their order, near each other in one sentence: <c>insufficient|not enough ~ balance|credits</c>. The parts between <c>~</c>
/// stand in this order, the words between <c>|</c> for each other.
/// </summary>
internal sealed class Wording(string text)
{
    /// <summary>The most characters between two parts: longer than a model's name, shorter than most sentences.</summary>
    private const int MostBetween = 60;

    /// <summary>What is not spoken: what joins the words of a code, and quotation marks.</summary>
    private const string Quiet = "_-\"'`\u2018\u2019\u201C\u201D";

    private readonly string[][] _parts = [.. text.Split('~').Select(part => part.Split('|', StringSplitOptions.TrimEntries))];

    /// <summary>
    /// A text as it would be spoken, so that one wording reads messages and codes: lower case, words for <c>snake_case</c>, without
    /// quotation marks and apostrophes.
    /// </summary>
    /// <param name="partsCamelCase">Whether <c>CamelCase</c> is two words, as in a code, or one, as in a name.</param>
    public static string Speak(string text, bool partsCamelCase)
    {
        var spoken = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character is '\'' or '\u2019' && Letter(text, at - 1) && Letter(text, at + 1))
            {
                continue;
            }

            if (char.IsWhiteSpace(character) || Quiet.Contains(character))
            {
                Part(spoken);
                continue;
            }

            if (partsCamelCase && char.IsUpper(character) && at > 0 && (char.IsLower(text[at - 1])
                || (char.IsUpper(text[at - 1]) && at + 2 < text.Length && char.IsLower(text[at + 1]) && char.IsLower(text[at + 2]))))
            {
                Part(spoken);
            }

            spoken.Append(char.ToLowerInvariant(character));
        }

        return spoken.ToString();
    }

    /// <summary>Whether a spoken text has the words.</summary>
    public bool IsIn(string spoken) => IsIn(spoken, 0, 0, spoken.Length);

    private bool IsIn(string spoken, int part, int from, int until)
    {
        if (part == _parts.Length)
        {
            return true;
        }

        foreach (var word in _parts[part])
        {
            for (var at = Find(spoken, word, from, until); at >= 0; at = Find(spoken, word, at + 1, until))
            {
                var end = at + word.Length;
                if (IsIn(spoken, part + 1, end, EndOfReach(spoken, end)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The place of a whole word that begins in the given range; -1 when there is none.</summary>
    private static int Find(string spoken, string word, int from, int until)
    {
        for (var at = from; at < until && (at = spoken.IndexOf(word, at, StringComparison.Ordinal)) >= 0 && at < until; at++)
        {
            if (!(Alphanumeric(spoken, at - 1) && Alphanumeric(word, 0))
                && !(Alphanumeric(spoken, at + word.Length) && Alphanumeric(word, word.Length - 1)))
            {
                return at;
            }
        }

        return -1;
    }

    private static int EndOfReach(string spoken, int from)
    {
        var end = Math.Min(from + MostBetween, spoken.Length);
        for (var at = from; at < end; at++)
        {
            if (spoken[at] is ';' or '\u3002' || (spoken[at] is '.' or '!' or '?' && (at + 1 == spoken.Length || spoken[at + 1] is ' ')))
            {
                return at;
            }
        }

        return end;
    }

    private static bool Letter(string text, int at) => at >= 0 && at < text.Length && char.IsLetter(text[at]);

    private static bool Alphanumeric(string text, int at) => at >= 0 && at < text.Length && char.IsAsciiLetterOrDigit(text[at]);

    private static void Part(StringBuilder spoken)
    {
        if (spoken.Length > 0 && spoken[^1] is not ' ')
        {
            spoken.Append(' ');
        }
    }
}
