using System.Collections.Concurrent;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>
/// Takes secrets out of every text that leaves a probe: the values it was told, in any form, also 8 characters of one or more than 4
/// beside a mask, and whatever has the shape of a secret (<c>SecretShapes</c>). What support needs stays: hosts, addresses,
/// certificate names, thumbprints, request ids, codes and models.
/// </summary>
/// <param name="knownSecrets">
/// Values that must never appear, whatever they look like: the key, a token, a proxy password. White space does not count. A value of
/// fewer than 6 characters, or one that is a word of the tool's own, is taken out only behind its header's name: elsewhere it would
/// break dates, addresses, versions and ordinary words.
/// </param>
public sealed class Sanitizer(IEnumerable<KnownSecret> knownSecrets)
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mark = "[redacted]";

    private const int MostPasses = 8;
    private const int LongestRemembered = 256;
    private const int MostRemembered = 4096;

    // A prober sees the same texts in every round: those that were clean are not searched again.
    private readonly ConcurrentDictionary<string, bool> _clean = new(StringComparer.Ordinal);

    private readonly KnownSecrets? _known = KnownSecrets.Of(knownSecrets);

    /// <summary>A sanitizer that knows values and no header's name.</summary>
    /// <param name="knownSecrets">Values that must never appear; those of fewer than 6 characters are not looked for.</param>
    public Sanitizer(IEnumerable<string> knownSecrets)
        : this(knownSecrets.Select(value => new KnownSecret(value)))
    {
    }

    /// <summary>A sanitizer that knows only what secrets look like.</summary>
    public static Sanitizer PatternsOnly { get; } = new(Array.Empty<KnownSecret>());

    /// <summary>The text without secrets. Cleaning a clean text gives the same text.</summary>
    /// <param name="text">Any text. One that nests secrets so deeply that 8 passes do not clean it is replaced as a whole.</param>
    public string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
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
    /// The text without secrets, cut afterwards: a cut never leaves the first part of a secret, and what it leaves is clean
    /// by itself, so that cleaning it again changes nothing.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">The most characters of the result, with the ellipsis; at least 1.</param>
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
    /// A request id without known secrets. An id may look like a hexadecimal key; it is what support asks for, so a value that
    /// is nothing but 32 hexadecimal digits stays when its name says that it is an id.
    /// </summary>
    /// <param name="id">The value of a header that carries an id.</param>
    public string CleanId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length is 32 && id.All(char.IsAsciiHexDigit) ? WithoutKnown(id) : Clean(id);
    }

    /// <summary>The URL without user information and without secret query values.</summary>
    /// <param name="url">An absolute URL.</param>
    public string CleanUrl(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Clean(url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped));
    }

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
/// <param name="Value">The value.</param>
/// <param name="Header">The header that carries it; null when none does, or it is of no use to know which.</param>
public readonly record struct KnownSecret(string Value, string? Header = null);
