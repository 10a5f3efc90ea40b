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
    /// Whether the text has a key or token in it: a vendor's prefix at the start of a word before a long run with at least three digits, or
    /// a bearer or JSON web token. Prefixes that names have too (<c>sk-</c>, <c>hf_</c>, <c>xai-</c>) need 32 characters of both cases. A
    /// run alone is none: revisions, account ids and deployments have such.
    /// </summary>
    public static bool IsKeyIn(string text) => KeyShape.IsMatch(text);

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
        (?<![A-Za-z0-9_-]) (?:
            (?: sk-(?: proj | ant | svcacct | admin | or-v1 )- | gh[pousr]_ | github_pat_ | glpat- | xox[abprs]- | nvapi- )
                [A-Za-z0-9_-]{0,64}? (?= (?: [A-Za-z]* [0-9] ){3} ) (?= [0-9]* [A-Za-z] ) [A-Za-z0-9]{20}
            | (?: (?: sk | rk | pk | sess ) [-_] (?: (?: live | test ) _ )? | gsk_ | hf_ | xai- | pplx- | r8_ )
                (?= (?: [A-Za-z]* [0-9] ){3} ) (?: (?= [A-Z0-9]* [a-z] ) (?= [a-z0-9]* [A-Z] ) [A-Za-z0-9]{32} | [0-9a-f]{32} )
            | eyJ [A-Za-z0-9_-]{8,} \.
            | AIza [A-Za-z0-9_-]{35}
        )
        | \b [Bb]earer \s+ \S
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex KeyShape { get; }
}
