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

    /// <summary>A run of characters that can contain user information: up to white space, quotes and angle brackets.</summary>
    [GeneratedRegex("""(?<![^\s"'<>])[^\s"'<>@%]*(?:%(?!40)[^\s"'<>@%]*)*(?:@|%40)[^\s"'<>]*""")]
    public static partial Regex Run { get; }

    /// <summary>
    /// Removes the user information of a run. A password may contain unescaped <c>@</c>, <c>:</c> and <c>/</c>, so everything up to the
    /// last <c>@</c> is removed: losing a path is better than leaving half a password.
    /// </summary>
    public static string Remove(Match run)
    {
        var text = run.Value;
        var (at, host) = End(text);
        var scheme = text.AsSpan(0, at).IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? Opening(text.AsSpan(0, at)) : scheme + 3;
        return IsUserInformation(text.AsSpan(start, at - start), scheme >= 0)
            && text.AsSpan(start, at - start) is not Placeholder
            && !IsNoHost(text.AsSpan(host))
            ? $"{text.AsSpan(0, start)}{Sanitizer.Mark}@{text.AsSpan(host)}"
            : text;
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
