using System.Text.RegularExpressions;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Probing.Proxies;

/// <summary>A proxy's answer to CONNECT.</summary>
/// <param name="Reason">The reason phrase, sanitized; null when empty.</param>
/// <param name="Headers">The allow-listed headers, sanitized.</param>
internal sealed partial record ConnectAnswer(int Status, string? Reason, IReadOnlyDictionary<string, string> Headers)
{
    private const int MaxValue = 200;
    private const string Authenticate = "proxy-authenticate";

    private static readonly HashSet<string> Allowed =
    [
        "server", "via", "proxy-agent", "proxy-status", Authenticate, "x-squid-error", "x-cache", "x-cache-lookup",
        "content-type", "location", "retry-after",
    ];

    /// <summary>Reads the head of the answer, up to the empty line.</summary>
    /// <exception cref="FormatException">The text does not begin with an HTTP status line.</exception>
    public static ConnectAnswer Read(string head, IReadOnlyList<Sanitizer> sanitizers)
    {
        var lines = head.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        if (StatusLine.Match(lines[0]) is not { Success: true } status)
        {
            throw new FormatException("what came back is not HTTP");
        }

        var headers = lines.Skip(1)
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .Select(parts => (Name: parts[0].Trim().ToLowerInvariant(), Value: parts[1].Trim()))
            .Where(header => Allowed.Contains(header.Name))
            .GroupBy(header => header.Name, header => header.Name is Authenticate ? Schemes(header.Value) : header.Value)
            .ToDictionary(header => header.Key, header => Clean(string.Join(", ", header), sanitizers));
        var reason = Clean(status.Groups["reason"].Value, sanitizers);
        return new(int.Parse(status.Groups["status"].ValueSpan, provider: null), reason is "" ? null : reason, headers);
    }

    /// <summary>Summarizes a refusal's page in one line; null when there is none.</summary>
    /// <param name="page">The body's beginning.</param>
    public static string? ReadPage(string page, ConnectAnswer answer, IReadOnlyList<Sanitizer> sanitizers)
    {
        var raw = new RawResponse
        {
            Status = answer.Status,
            Headers = [.. answer.Headers.Where(header => header.Key is "content-type")],
            Body = page,
            BodyBytes = page.Length,
            RouteKind = RouteKind.Gateway,
            Host = "",
        };
        var (response, facts) = ResponseReader.Read(raw, Sanitizer.PatternsOnly);
        return (facts.Excerpt ?? facts.Title ?? response.ErrorMessage) is { Length: > 0 } text ? Clean(text, sanitizers) : null;
    }

    // Only the scheme's name: the parameters of a challenge hold realms, nonces and NTLM's own blobs.
    private static string Schemes(string value) => string.Join(", ", Scheme.Matches(value).Select(match => match.Value));

    private static string Clean(string text, IReadOnlyList<Sanitizer> sanitizers)
    {
        var printable = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return Sanitizer.PatternsOnly.Clean(sanitizers.Aggregate(printable, (clean, sanitizer) => sanitizer.Clean(clean)), MaxValue);
    }

    [GeneratedRegex(@"\AHTTP/1\.[01] (?<status>[1-9][0-9]{2})(?: (?<reason>.*))?\z")]
    private static partial Regex StatusLine { get; }

    [GeneratedRegex(@"(?<![\w""=])(?:Basic|Digest|Negotiate|NTLM|Kerberos|Bearer)(?![\w=""])", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme { get; }
}
