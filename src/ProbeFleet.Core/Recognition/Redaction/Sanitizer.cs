using System.Collections.Concurrent;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>
/// Removes secrets from every text that leaves a probe: the known values in any form, also 8 characters of one or more than 4 beside a
/// mask, and whatever has the shape of a secret (<c>SecretShapes</c>). What support needs stays: hosts, addresses, certificate names,
/// thumbprints, request IDs, codes and models.
/// </summary>
/// <param name="knownSecrets">
/// Values that must never appear, such as a key, a token or a proxy password; white space does not count. Values of fewer than 6
/// characters and the tool's own words are removed only after their header's name: elsewhere that would break dates, addresses, versions
/// and words.
/// </param>
public sealed class Sanitizer(IEnumerable<KnownSecret> knownSecrets)
{
    /// <summary>The text that replaces a secret.</summary>
    public const string Mark = "[redacted]";

    private const int MostPasses = 8;
    private const int LongestRemembered = 256;
    private const int MostRemembered = 4096;

    // A prober sees the same texts in every round, so texts found clean are not searched again.
    private readonly ConcurrentDictionary<string, bool> _clean = new(StringComparer.Ordinal);

    private readonly KnownSecrets? _known = KnownSecrets.From(knownSecrets);

    /// <summary>Makes a sanitizer for values without header names.</summary>
    /// <param name="knownSecrets">Values that must never appear; those of fewer than 6 characters are not looked for.</param>
    public Sanitizer(IEnumerable<string> knownSecrets)
        : this(knownSecrets.Select(value => new KnownSecret(value)))
    {
    }

    /// <summary>A sanitizer that knows no values and removes only what has the shape of a secret.</summary>
    public static Sanitizer PatternsOnly { get; } = new(Array.Empty<KnownSecret>());

    /// <summary>Removes secrets from the text. Cleaning a clean text returns the same text.</summary>
    /// <param name="text">Any text. One that nests secrets so deeply that 8 passes do not clean it is replaced as a whole.</param>
    public string Clean(string text)
    {
        if (_clean.ContainsKey(text))
        {
            return text;
        }

        for (var pass = 0; pass < MostPasses; pass++)
        {
            var cleaner = SecretShapes.All.Aggregate(WithoutKnown(text), (rest, shape) => shape.Remove(rest));
            if (string.Equals(cleaner, text, StringComparison.Ordinal))
            {
                return Remember(text);
            }

            text = cleaner;
        }

        return Mark;
    }

    /// <summary>
    /// Removes secrets, then truncates. A cut never leaves the first part of a secret, and the result stays the same when it is cleaned
    /// again.
    /// </summary>
    /// <param name="maxLength">The maximum length of the result, including the ellipsis; at least 1.</param>
    public string Clean(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var clean = Clean(text);
        if (clean.Length <= maxLength)
        {
            return clean;
        }

        for (var end = maxLength - 1; end > 0; end = clean.LastIndexOf(' ', end - 1))
        {
            var cut = string.Concat(clean.AsSpan(0, char.IsHighSurrogate(clean[end - 1]) ? end - 1 : end), "…");
            if (string.Equals(Clean(cut), cut, StringComparison.Ordinal))
            {
                return cut;
            }
        }

        return "…";
    }

    /// <summary>
    /// Removes known secrets from a request ID. An ID may look like a hexadecimal key, but support asks for it, so 32 hexadecimal digits
    /// are kept.
    /// </summary>
    /// <param name="id">The value of a header whose name says that it carries an ID.</param>
    public string CleanId(string id) => id.Length is 32 && id.All(char.IsAsciiHexDigit) ? WithoutKnown(id) : Clean(id);

    /// <summary>Removes known secrets from a request ID, then truncates.</summary>
    /// <param name="id">The value of a header whose name says that it carries an ID.</param>
    /// <param name="maxLength">The maximum length of the result, including the ellipsis; at least 1.</param>
    public string CleanId(string id, int maxLength) => CleanId(id) is var clean && clean.Length <= maxLength ? clean : Clean(id, maxLength);

    /// <summary>Removes user information and secret query values from the URL.</summary>
    /// <param name="url">An absolute URL.</param>
    public string CleanUrl(Uri url) => Clean(url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped));

    private string Remember(string clean)
    {
        if (clean.Length <= LongestRemembered && _clean.Count < MostRemembered)
        {
            _clean.TryAdd(clean, true);
        }

        return clean;
    }

    private string WithoutKnown(string text) => _known?.Remove(text) ?? text;
}

/// <summary>A value that must never appear.</summary>
/// <param name="Header">The header that carries it; null when there is none or it does not matter.</param>
public readonly record struct KnownSecret(string Value, string? Header = null);
