using System.Buffers;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>Finds <c>user:password@</c> before a host, with or without a scheme, plain or percent-encoded.</summary>
internal static partial class UserInformation
{
    // What the tool's own advice writes in the place of a real user and password.
    private const string Placeholder = "USER:PASSWORD";

    // Long enough that no port and no path looks alike.
    private const int Digest = 7 + 32;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private static readonly SearchValues<char> Openings = SearchValues.Create("=,;|([{`");

    private static readonly SearchValues<char> Separators = SearchValues.Create(",;|");

    /// <summary>A run of characters that can contain user information: up to white space, quotes and angle brackets.</summary>
    [GeneratedRegex("""(?<![^\s"'<>])[^\s"'<>@%]*(?:%(?!40)[^\s"'<>@%]*)*(?:@|%40)[^\s"'<>]*""")]
    public static partial Regex Run { get; }

    [GeneratedRegex("://|%3a%2f%2f", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme { get; }

    /// <summary>
    /// Removes the user information of a run, whichever of its URLs has it. A password may contain unescaped <c>@</c>, <c>:</c> and
    /// <c>/</c>, so everything up to the last <c>@</c> is removed: losing a path is better than leaving half a password.
    /// </summary>
    public static string Remove(Match run)
    {
        var text = run.Value;
        var (at, host) = End(text);
        var start = Start(text.AsSpan(0, at));
        return start >= 0
            && text.AsSpan(start, at - start) is not Placeholder
            && !IsNoHost(text.AsSpan(host))
            ? $"{text.AsSpan(0, start)}{Sanitizer.Mark}@{text.AsSpan(host)}"
            : text;
    }

    /// <summary>Where the first user information begins; -1 when there is none. Each part is looked at once.</summary>
    private static int Start(ReadOnlySpan<char> text)
    {
        var from = -1;
        foreach (var scheme in Scheme.EnumerateMatches(text))
        {
            var start = from < 0 ? BeforeUrls(text[..scheme.Index]) : OfUrl(text[from..scheme.Index], from);
            if (start >= 0)
            {
                return start;
            }

            from = scheme.Index + scheme.Length;
        }

        return from < 0 ? OfNoUrl(text) : OfUrl(text[from..], from);
    }

    private static int BeforeUrls(ReadOnlySpan<char> text) => text.LastIndexOf('@') is > 0 and var at ? OfNoUrl(text[..at]) : -1;

    private static int OfNoUrl(ReadOnlySpan<char> text) =>
        Opening(text) is var start && IsUserInformation(text[start..], hasScheme: false) ? start : -1;

    /// <summary>In a URL, or in the next item of its list, which may have no scheme.</summary>
    private static int OfUrl(ReadOnlySpan<char> text, int from)
    {
        if (IsUserInformation(text, hasScheme: true))
        {
            return from;
        }

        var next = text.IndexOfAny(Separators) + 1;
        return next > 0 && IsUserInformation(text[next..], hasScheme: false) ? from + next : -1;
    }

    /// <summary>An image's digest (<c>@sha256:…</c>) or a command of an OpenSSL cipher list (<c>ALL:@SECLEVEL=0</c>).</summary>
    private static bool IsNoHost(ReadOnlySpan<char> text) =>
        text.StartsWith("SECLEVEL=", StringComparison.Ordinal)
            || (text is ['s', 'h', 'a', '2' or '3' or '5', _, _, ':', ..] && text.Length >= Digest
                && !text["sha256:".Length..Digest].ContainsAnyExcept(Digits));

    private static (int At, int Host) End(string text)
    {
        var (plain, encoded) = (text.LastIndexOf('@'), text.LastIndexOf("%40", StringComparison.Ordinal));
        return plain > encoded ? (plain, plain + 1) : (encoded, encoded + 3);
    }

    /// <summary>Where a user name without a scheme may begin: after the last opening or separating character before the colon.</summary>
    private static int Opening(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return (colon < 0 ? text : text[..colon]).LastIndexOfAny(Openings) + 1;
    }

    /// <summary>Whether there is a colon that does not begin a port, or, after a scheme, a user name alone before any path.</summary>
    private static bool IsUserInformation(ReadOnlySpan<char> text, bool hasScheme)
    {
        var colon = text.IndexOf(':');
        return colon < 0
            ? (hasScheme && !text.ContainsAny('/', '?', '#')) || text.Contains("%3A", StringComparison.OrdinalIgnoreCase)
            : !IsHostAndPort(text, colon) && (!hasScheme || !text[..colon].ContainsAny('/', '?', '#'));
    }

    private static bool IsHostAndPort(ReadOnlySpan<char> text, int colon)
    {
        var after = text[(colon + 1)..];
        var end = after.IndexOfAnyExceptInRange('0', '9');
        return text[..colon].ContainsAny('.', ']') && end is > 0 and <= 5 && after[end] is ('/' or '?' or '#');
    }
}
