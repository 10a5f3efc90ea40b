using System.Text.RegularExpressions;

namespace ProbeFleet.Cli.Inputs;

/// <summary>Finds what may be a secret in a word of the command line that the parser did not expect.</summary>
internal static partial class PossibleKeys
{
    private const int Shortest = 20;

    /// <summary>The parts of a word that may be secrets. An option's name, a file's name and a URL's host and path are none.</summary>
    public static IEnumerable<string> In(string word)
    {
        var value = Attached.Match(word) is { Success: true } option ? option.Groups[1].Value : word;
        return PartsOf(value).Where(part => part.Length >= Shortest && !IsPath(part));
    }

    private static string[] PartsOf(string value) => value switch
    {
        _ when value.StartsWith("--", StringComparison.Ordinal) => [],
        _ when value.Contains("://", StringComparison.Ordinal) => value.Split('?', '#', '&', '=')[1..],
        _ => [value],
    };

    // Base64 has "/" but no ".", and a token's last part is longer than a file's extension.
    private static bool IsPath(string word) => Path.Exists(word) || PathShape.IsMatch(word);

    // The parser takes "--name=value" and "--name:value". A key may begin with one dash and end with "==": a name of one dash is short.
    [GeneratedRegex(@"\A(?:--[A-Za-z][A-Za-z0-9-]*|-[A-Za-z]{1,12})[=:](.+)\z", RegexOptions.Singleline)]
    private static partial Regex Attached { get; }

    [GeneratedRegex(@"\A(?:~|\.{1,2})[/\\][^=;]*\z|\A[^=;]*\.[A-Za-z][A-Za-z0-9]{0,5}\z")]
    private static partial Regex PathShape { get; }
}
