using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProbeFleet.Fleet.Incidents.Notifications;

/// <summary>
/// Signs a message so that its receiver can tell that it is the fleet's and not a replay, as https://www.standardwebhooks.com specifies:
/// <c>v1,</c> and the base64 of the HMAC-SHA256 of ID, timestamp and body, joined by full stops.
/// </summary>
internal static class NoticeSignature
{
    public const string Header = "webhook-signature";

    /// <summary>The header with the timestamp: seconds since 1970, UTC.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the transition's ID, which is the same in every retry.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The shortest key that the standard knows: whoever guesses it can sign what they like.</summary>
    private const int LeastBytes = 24;

    private const string Prefix = "whsec_";

    /// <summary>What is wrong with a secret, without it; null when its key will do.</summary>
    public static string? ProblemOf(string secret) => KeyOf(secret) switch
    {
        null => "begins with whsec_, and what follows is no base64",
        { Length: < LeastBytes and var length } =>
            $"is a key of {length} bytes, which can be guessed: give it {LeastBytes} or more, such as 'openssl rand -hex 32' makes",
        _ => null,
    };

    /// <summary>Returns the bytes of a key.</summary>
    /// <param name="secret">The standard's <c>whsec_</c> and base64, or any other text, whose UTF-8 bytes are the key.</param>
    /// <returns>Null when the text after <c>whsec_</c> is not base64.</returns>
    public static byte[]? KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) ? key[..length] : null;
    }

    /// <param name="key">The key, see <see cref="KeyOf"/>.</param>
    /// <param name="id">The message's id, as its header has it.</param>
    public static string Sign(ReadOnlySpan<byte> key, string id, DateTimeOffset at, ReadOnlySpan<byte> body) =>
        $"v1,{Convert.ToBase64String(Hash(key, $"{id}.{TimestampOf(at)}.", body))}";

    public static string TimestampOf(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The headers of the previous release, sent for one more release: HMAC-SHA256 of the timestamp's digits, a full stop and the body, as
    /// <c>v1=</c> and lower-case hexadecimal digits.
    /// </summary>
    internal static IEnumerable<(string Name, string Value)> EarlierHeaders(
        string? secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        List<(string, string)> headers = [("Idempotency-Key", id), ("X-ProbeFleet-Timestamp", TimestampOf(at))];
        if (secret is not null)
        {
            var hash = Hash(Encoding.UTF8.GetBytes(secret), $"{TimestampOf(at)}.", body);
            headers.Add(("X-ProbeFleet-Signature", $"v1={Convert.ToHexStringLower(hash)}"));
        }

        return headers;
    }

    private static byte[] Hash(ReadOnlySpan<byte> key, string head, ReadOnlySpan<byte> body) =>
        HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes(head), .. body]);
}
