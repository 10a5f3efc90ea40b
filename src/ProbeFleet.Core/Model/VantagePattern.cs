using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Model;

/// <summary>A case-sensitive pattern of vantage names, such as <c>prod-*</c>; <c>*</c> matches any characters, even none.</summary>
internal static partial class VantagePattern
{
    /// <summary>The rule in words, for error messages.</summary>
    public static string Rule => "a vantage's name, where '*' stands for any characters: 1 to 63 letters, digits, '-', '_', '.' or '*'.";

    public static bool IsValid(string? pattern) => pattern is not null && Shape.IsMatch(pattern);

    /// <summary>Whether the pattern matches the whole name.</summary>
    public static bool Matches(string pattern, VantageName name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name.ToString(), ignoreCase: false);

    [GeneratedRegex(@"\A[A-Za-z0-9*][A-Za-z0-9._*-]{0,62}\z")]
    private static partial Regex Shape { get; }
}
