using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProbeFleet.Fleet.Incidents.Notifications;

/// <summary>
/// Proves that a message is the fleet's and is not an old one repeated: HMAC-SHA256 over the timestamp's digits, a full stop and the
/// body's bytes, as <c>v1=</c> and lower-case hexadecimal digits.
/// </summary>
public static class NoticeSignature
{
    /// <summary>The header of the signature.</summary>
    public const string Header = "X-ProbeFleet-Signature";

    /// <summary>The header of the timestamp: seconds since 1970, UTC.</summary>
    public const string TimestampHeader = "X-ProbeFleet-Timestamp";

    /// <summary>The header of the transition's id: the same in every repetition.</summary>
    public const string IdHeader = "Idempotency-Key";

    /// <summary>The signature.</summary>
    /// <param name="secret">The key; its UTF-8 bytes are used.</param>
    /// <param name="at">When the message is sent.</param>
    /// <param name="body">The body.</param>
    public static string Of(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{TimestampOf(at)}.");
        return $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. head, .. body]))}";
    }

    /// <summary>The timestamp as the header has it.</summary>
    /// <param name="at">When the message is sent.</param>
    public static string TimestampOf(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
