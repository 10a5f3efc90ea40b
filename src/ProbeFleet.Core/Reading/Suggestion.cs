namespace ProbeFleet.Core.Reading;

/// <summary>Suggests what a person probably meant by an unknown word.</summary>
internal static class Suggestion
{
    // The names that other tools use.
    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["url"] = "baseUrl",
        ["endpoint"] = "baseUrl",
        ["deployment"] = "model",
        ["key"] = "credential",
        ["apiKey"] = "credential",
        ["api_key"] = "credential",
        ["auth"] = "credential",
        ["azure"] = "azure-openai",
    };

    /// <summary>A suggestion that begins with a space; empty when no known word is near.</summary>
    public static string For(string word, IReadOnlyCollection<string> known) =>
        (OtherWords.TryGetValue(word, out var same) && known.Contains(same) ? same : Nearest(word, known)) is { } meant
            ? $" Did you mean \"{meant}\"?"
            : "";

    private static string? Nearest(string word, IReadOnlyCollection<string> known) =>
        known.MinBy(candidate => Distance(word, candidate)) is { } nearest && Distance(word, nearest) <= Math.Max(2, nearest.Length / 3)
            ? nearest
            : null;

    /// <summary>The number of single-character edits between two words, case and separators aside.</summary>
    private static int Distance(string word, string candidate)
    {
        var (left, right) = (Plain(word), Plain(candidate));
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        foreach (var (row, letter) in left.Index())
        {
            var current = new int[right.Length + 1];
            current[0] = row + 1;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = previous[column - 1] + (right[column - 1] == letter ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(previous[column], current[column - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }

    // Cutting is safe: far longer words are not near anything.
    private static string Plain(string word) =>
        string.Concat(word.Take(64).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
