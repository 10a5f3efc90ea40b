using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>Finds known values in every encoding in which a request, a proxy, JSON or HTML carries them.</summary>
internal static class KnownSecrets
{
    private const int ShortestEverywhere = 6;

    /// <summary>Between a name and its value, also in JSON, escaped JSON and percent-encoded.</summary>
    private const string Is = """(?:\\?["']|\\u0022|%22)?\s{0,4}(?:[:=]|%3[aAdD])\s{0,4}(?:\\?["']|\\u0022|%22)?""";

    private const string Base64Run = "[A-Za-z0-9+/_%-]*";

    /// <summary>One pattern for all values, longest first; null when there are none.</summary>
    /// <param name="secrets">The values.</param>
    public static Regex? Pattern(IEnumerable<KnownSecret> secrets)
    {
        var alternatives = secrets
            .Select(secret => secret with { Value = secret.Value.Trim() })
            .Where(secret => secret.Value.Length > 0)
            .Distinct()
            .OrderByDescending(secret => secret.Value.Length)
            .SelectMany(Forms)
            .ToArray();
        return alternatives is [] ? null : new(string.Join('|', alternatives), RegexOptions.CultureInvariant);
    }

    private static IEnumerable<string> Forms(KnownSecret secret)
    {
        var encoded = Encoded(secret.Value);
        return secret switch
        {
            { Value.Length: >= ShortestEverywhere } =>
                [.. InsideBase64(secret.Value).Select(core => $"(?<![A-Za-z0-9+/_%-]){Base64Run}{core}{Base64Run}(?:=|%3[dD]){{0,2}}"), encoded],

            // A short value is a part of dates, addresses, versions and numbers: it is one only where its header's name says so.
            { Header: { } header } => [$"(?<=(?<![A-Za-z0-9_-])(?i:{Regex.Escape(header)}){Is}){encoded}(?![A-Za-z0-9])"],
            _ => [],
        };
    }

    /// <summary>
    /// The characters that base64 of any text with the value in it must contain, for each of the three alignments: what
    /// <c>Basic</c> makes of <c>user:value</c>. The characters at both ends also depend on the neighbours and are left out.
    /// </summary>
    private static IEnumerable<string> InsideBase64(string value)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            byte[] bytes = [.. new byte[offset], .. Encoding.UTF8.GetBytes(value)];
            var whole = bytes.Length * 8 / 6;
            var core = Convert.ToBase64String(bytes)[((offset * 8 + 5) / 6)..whole];
            yield return core.Replace("+", "(?:[+-]|%2[bB])", StringComparison.Ordinal).Replace("/", """(?:[/_]|\\/|%2[fF])""", StringComparison.Ordinal);
        }
    }

    private static string Encoded(string value) => string.Concat(value.EnumerateRunes().Select(Encoded));

    /// <summary>One character: as it is, or percent-encoded (also twice), escaped for JSON, or as an HTML entity.</summary>
    private static string Encoded(Rune rune)
    {
        if (rune.IsAscii && (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '.'))
        {
            return Regex.Escape(rune.ToString());
        }

        var utf16 = string.Concat(rune.ToString().Select(unit => $"""\\u{AnyCase($"{(int)unit:x4}")}"""));
        var utf8 = string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(unit => $"%(?:25)?{AnyCase($"{unit:x2}")}"));
        var entity = $"&#(?:{rune.Value.ToString(CultureInfo.InvariantCulture)}|[xX]0*{AnyCase($"{rune.Value:x}")});";
        return $"(?:{Special(rune)}{Regex.Escape(rune.ToString())}|{utf8}|{utf16}|{entity})";
    }

    private static string Special(Rune rune) => rune.Value switch
    {
        ' ' => """\+|""",
        '\n' => """\\n|""",
        '\r' => """\\r|""",
        '\t' => """\\t|""",
        '&' => "&amp;|",
        '<' => "&lt;|",
        '>' => "&gt;|",
        '\'' => """\\'|&apos;|""",
        '"' => """\\"|&quot;|""",
        '/' => """\\/|""",
        '\\' => """\\\\|""",
        _ => "",
    };

    private static string AnyCase(string hexadecimal) => string.Concat(hexadecimal.Select(digit =>
        char.IsAsciiLetter(digit) ? $"[{digit}{char.ToUpperInvariant(digit)}]" : $"{digit}"));
}
