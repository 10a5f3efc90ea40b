using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Reading;

/// <summary>
/// Recognizes keys and tokens: a vendor's prefix (<c>sk-…</c>), a bearer or JSON web token, a long run that mixes small letters and digits
/// like Azure's 32-hex and 84-character keys, or an '@', before which a URL has its password. Model names, variable names, host names and
/// GUIDs do not match.
/// </summary>
/// <remarks><see cref="IsIn"/> is careful, since it only hides a text; <see cref="IsKeyIn"/> is sure, since it has one refused.</remarks>
internal static partial class LikelySecret
{
    /// <summary>What to tell whoever wrote a secret into a text.</summary>
    public const string Leaked =
        "It is not shown here, but it stands in a file or in a shell's history: consider it leaked and replace it.";

    public static bool IsIn(string text) => Shape.IsMatch(text);

    /// <summary>
    /// Whether the text has a key or token in it: by a vendor's prefix before a run with digits, as a bearer or JSON web token, or, outside
    /// URLs, which have account ids in their hosts and paths, as a long hexadecimal or mixed run. What only resembles one, such as a host
    /// <c>sk-gateway-01</c>, a model <c>pplx-70b-online</c> or a deployment <c>gpt4ominiglobalstandard2024</c>, is none.
    /// </summary>
    public static bool IsKeyIn(string text) =>
        KeyShape.IsMatch(text) || (!text.Contains("://", StringComparison.Ordinal) && KeyRun.IsMatch(text));

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

    [GeneratedRegex(
        """
        (?<![A-Za-z0-9])
            (?: (?: sk | rk | pk | sess ) [-_] | gsk_ | hf_ | xai- | pplx- | AIza | AKIA | gh[pousr]_ | github_pat_ | glpat- | xox[abprs]-
                | r8_ | nvapi- )
            [A-Za-z0-9_-]{0,64}? (?= [A-Za-z]{0,11} [0-9] ) [A-Za-z0-9]{12}
        | (?<![A-Za-z0-9_-]) eyJ [A-Za-z0-9_-]{8,} \.
        | \b [Bb]earer \s+ \S
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex KeyShape { get; }

    [GeneratedRegex(
        """
        (?<![A-Za-z0-9]) (?= [A-Fa-f]* [0-9] ) (?= [0-9]* [A-Fa-f] ) (?: [0-9a-f]{32,} | [0-9A-F]{32,} ) (?![A-Za-z0-9])
        | (?<![A-Za-z0-9+=]) (?= [A-Za-z+=]* [0-9] ) (?= [A-Z0-9+=]* [a-z] ) (?= [a-z0-9+=]* [A-Z] ) [A-Za-z0-9+=]{32,}
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex KeyRun { get; }
}
