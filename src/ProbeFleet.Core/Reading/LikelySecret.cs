using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Reading;

/// <summary>
/// Recognizes keys and tokens: a vendor's prefix (<c>sk-…</c>), a bearer or JSON web token, a long run that mixes small letters and digits
/// like Azure's 32-hex and 84-character keys, or an '@', before which a URL has its password. Model names, variable names, host names and
/// GUIDs do not match.
/// </summary>
internal static partial class LikelySecret
{
    public static bool IsIn(string text) => Shape.IsMatch(text);

    [GeneratedRegex(
        """
        (?<![A-Za-z0-9]) (?: sk[-_] | gsk_ | ghp_ | xox[abp]- | key- ) [A-Za-z0-9_-]{8,}
        | (?<![A-Za-z0-9_-]) eyJ [A-Za-z0-9_-]{8,} \.
        | \b [Bb]earer \s+ \S
        | (?<![A-Za-z0-9+=]) (?= [A-Za-z0-9+=]* [0-9] ) (?= [A-Za-z0-9+=]* [a-z] ) [A-Za-z0-9+=]{20,}
        | (?<![0-9A-F]) [0-9A-F]{32,}
        | @
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Shape { get; }
}
