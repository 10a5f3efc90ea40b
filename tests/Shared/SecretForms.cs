using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ProbeFleet.Tests.Shared;

/// <summary>
/// The forms in which gateways, proxies and error pages repeat a secret; what is still one in a text, judged without the product.
/// </summary>
internal static partial class SecretForms
{
    private const int Fragment = 8;
    private const string Alphanumeric = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>Each form by its name.</summary>
    public static (string Name, Func<string, string> Write)[] All { get; } =
    [
        ("as it is", secret => secret),
        ("lower case", secret => secret.ToLowerInvariant()),
        ("upper case", secret => secret.ToUpperInvariant()),
        ("percent-encoded", secret => string.Concat(Encoding.UTF8.GetBytes(secret).Select(value => $"%{value:X2}"))),
        ("percent-encoded twice", secret => string.Concat(Encoding.UTF8.GetBytes(secret).Select(value => $"%25{value:x2}"))),
        ("JSON escapes", secret => string.Concat(secret.Select(unit => $"""\u{(int)unit:x4}"""))),
        ("HTML entities", secret => string.Concat(secret.Select((unit, at) => at % 2 == 0 ? $"&#{(int)unit};" : $"&#x{(int)unit:X};"))),
        ("zero-width characters inside", secret => string.Join('\u200b', secret.Chunk(3).Select(part => new string(part)))),
        ("soft hyphens and line breaks inside", secret => string.Join("\u00ad\r\n ", secret.Chunk(5).Select(part => new string(part)))),
        ("full width", secret => string.Concat(secret.Select(unit => (char)(unit - '!' + '\uff01')))),
        ("base64", secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))),
        ("base64 behind a user name", secret => Convert.ToBase64String(Encoding.UTF8.GetBytes($"u:{secret}"))),
        ("base64 behind another", secret => Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"svc-1:{secret}:x"), Base64FormattingOptions.None)),
        ("base64 in lines", secret => Convert.ToBase64String(Encoding.UTF8.GetBytes($"k={secret}")).Insert(11, "\r\n")),
        ("base64 for URLs", secret => Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"a?>{secret}?>")).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
        ("base64 twice", secret => Convert.ToBase64String(
            Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{secret}"))))),
        ("hexadecimal", secret => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret))),
        ("hexadecimal with dashes", secret => BitConverter.ToString(Encoding.UTF8.GetBytes(secret))),
        ("backwards", secret => string.Concat(secret.Reverse())),
        ("cut", secret => $"{secret[..^2]}..."),
        ("its end", secret => $"…{secret[3..]}"),
        ("masked with asterisks", secret => $"{secret[..5]}******{secret[^4..]}"),
        ("masked with dots", secret => $"{secret[..5]}•••••{secret[^4..]}"),
        ("masked with an ellipsis", secret => $"{secret[..6]}...{secret[^2..]}"),
        ("masked with x", secret => $"{secret[..3]}xxxxxxxx{secret[^5..]}"),
    ];

    /// <summary>A secret without the shape of one: nothing but being known gives it away.</summary>
    public static string Make(Random random) => (random.Next(4)) switch
    {
        0 => "sk-proj-" + Text(random, 40, Alphanumeric),
        1 => Text(random, 32, "0123456789abcdef"),
        2 => Text(random, 12, Alphanumeric),
        _ => Text(random, 36, Alphanumeric + "_-"),
    };

    /// <summary>
    /// What a text still tells of a secret: a run of 8 characters in any case, order and encoding, or 5 beside a mask; null when nothing.
    /// The runs are those of its letters and digits, so that separators hide none.
    /// </summary>
    public static string? Told(string secret, string written, string text)
    {
        foreach (var reading in Readings(text))
        {
            var plain = Plain(reading);
            if ((Run(Plain(secret), plain) ?? Run(Plain(string.Concat(secret.Reverse())), plain) ?? Run(Plain(written), plain)) is { } run)
            {
                return run;
            }
        }

        return null;
    }

    private static string? Run(string secret, string text)
    {
        for (var start = 0; start + Fragment <= secret.Length; start++)
        {
            if (text.Contains(secret.Substring(start, Fragment), StringComparison.Ordinal))
            {
                return secret.Substring(start, Fragment);
            }
        }

        return null;
    }

    private static IEnumerable<string> Readings(string text)
    {
        yield return text;
        if (text.Contains('\\', StringComparison.Ordinal))
        {
            yield return Unescaped(text);
            yield return Unescaped(Unescaped(text));
        }

        if (text.Contains('%', StringComparison.Ordinal))
        {
            yield return Uri.UnescapeDataString(text);
            yield return Uri.UnescapeDataString(Uri.UnescapeDataString(text));
        }

        if (text.Contains('&', StringComparison.Ordinal))
        {
            yield return WebUtility.HtmlDecode(text);
        }
    }

    private static string Unescaped(string text) => JsonEscape
        .Replace(text, unit => $"{(char)int.Parse(unit.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)}")
        .Replace("""\\""", """\""", StringComparison.Ordinal);

    private static string Plain(string text) => string.Concat(text
        .Select(unit => unit is >= '\uff01' and <= '\uff5e' ? (char)(unit - '\uff01' + '!') : unit)
        .Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static string Text(Random random, int length, string alphabet) =>
        new([.. Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)])]);

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex JsonEscape { get; }
}
