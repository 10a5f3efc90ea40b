using System.Globalization;
using System.Text.RegularExpressions;

namespace ProbeFleet.Probing.Failures;

/// <summary>TLS alerts by number (RFC 8446 section 6, RFC 5246 section 7.2): libraries differ in their texts, not in the numbers.</summary>
internal static partial class TlsAlerts
{
    /// <summary>The alert for a missing client certificate.</summary>
    public const int CertificateRequired = 116;

    /// <summary>OpenSSL adds this to the number of an alert that it receives, for example 1042 for a bad certificate.</summary>
    private const int FirstReceived = 1000;

    private const int ReasonBits = 0x7FFFFF;

    /// <summary>Finds the number of an alert in an exception chain; null when there is none.</summary>
    /// <param name="chain">The chain, outermost first.</param>
    public static int? NumberIn(IEnumerable<Exception> chain)
    {
        foreach (var message in chain.Reverse().Select(link => link.Message))
        {
            if (ErrorOfOpenSsl.Match(message) is { Success: true } error
                && ReasonOf(error) - FirstReceived is >= 0 and <= 255 and var number)
            {
                return number;
            }

            if (message.Contains("certificate required", StringComparison.OrdinalIgnoreCase))
            {
                return CertificateRequired;
            }
        }

        return null;
    }

    /// <summary>Whether an alert, received after this side has finished the handshake, can only be about this side's certificate.</summary>
    public static bool IsAboutClientCertificate(int alert) => alert is (>= 41 and <= 46) or 48 or CertificateRequired;

    /// <summary>The alert's name; <c>other</c> for one that is hardly ever sent.</summary>
    public static string NameOf(int alert) => alert switch
    {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        40 => "handshake_failure",
        41 => "no_certificate",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        109 => "missing_extension",
        112 => "unrecognized_name",
        115 => "unknown_psk_identity",
        CertificateRequired => "certificate_required",
        120 => "no_application_protocol",
        _ => "other",
    };

    private static int ReasonOf(Match error) =>
        int.Parse(error.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & ReasonBits;

    [GeneratedRegex("error:(0A[0-9A-F]{6}):", RegexOptions.IgnoreCase)]
    private static partial Regex ErrorOfOpenSsl { get; }
}
