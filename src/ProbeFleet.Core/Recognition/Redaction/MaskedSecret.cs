using System.Buffers;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>Finds a value of which the first or last characters are shown beside a mask: <c>sk-ab…yz</c>, <c>hunt****</c>.</summary>
/// <param name="value">The normalized value (<see cref="PlacedText.Normal(string)"/>).</param>
internal sealed class MaskedSecret(string value)
{
    private const int MostShown = 4;

    /// <summary>Every mask contains one of these; a text without them has no masked value.</summary>
    public static readonly string[] Marks = ["**", "..", "xxx", "##", "…", "•", "●", "■", "█", "·", "∙", "‧"];

    private static readonly SearchValues<string> MaskBeginnings = SearchValues.Create(Marks, StringComparison.Ordinal);
    private static readonly SearchValues<char> MaskCharacters = SearchValues.Create("*.x#…•●■█·∙‧");

    /// <summary>Finds masks with more than 4 characters of the value beside them. More than 7 on one side are a run of their own.</summary>
    /// <param name="text">A normalized text.</param>
    public IEnumerable<(int Start, int End)> Find(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAny(MaskBeginnings);
            if (next < 0)
            {
                yield break;
            }

            var start = at + next;
            var length = text.AsSpan(start).IndexOfAnyExcept(MaskCharacters);
            var end = length < 0 ? text.Length : start + length;
            var (before, after) = (Shown(text.AsSpan(0, start), before: true), Shown(text.AsSpan(end), before: false));
            if (before + after > MostShown)
            {
                yield return (start - before, end + after);
            }

            at = end;
        }
    }

    /// <summary>How many of the value's first characters end the text before a mask, or of its last begin the text after it.</summary>
    private int Shown(ReadOnlySpan<char> text, bool before)
    {
        var length = Math.Min(value.Length, SecretWindows.Length);
        while (length > 0 && !(before
            ? text.EndsWith(value.AsSpan(0, length), StringComparison.Ordinal)
            : text.StartsWith(value.AsSpan(value.Length - length), StringComparison.Ordinal)))
        {
            length--;
        }

        return length;
    }
}
