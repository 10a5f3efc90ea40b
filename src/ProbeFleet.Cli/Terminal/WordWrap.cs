namespace ProbeFleet.Cli.Terminal;

/// <summary>Breaks text into lines.</summary>
internal static class WordWrap
{
    /// <summary>The lines of a text, at least one, perhaps empty. A word longer than a line is not broken.</summary>
    public static IEnumerable<string> LinesOf(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        yield return line;
    }
}
