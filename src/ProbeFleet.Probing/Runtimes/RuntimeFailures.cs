namespace ProbeFleet.Probing.Runtimes;

/// <summary>Maps the codes that the scripts write (errno names, OpenSSL's reasons, words of their own) to the common failures.</summary>
internal static class RuntimeFailures
{
    /// <summary>The failure that a code is.</summary>
    /// <param name="message">The runtime's own words, sanitized.</param>
    public static StageFailure From(string? code, string message, Stage stage) => new(KindOf(code ?? "", stage), DetailOf(code, message));

    private static FailureKind KindOf(string code, Stage stage) => code switch
    {
        "EAI_NONAME" or "EAI_NODATA" or "EAI_ADDRFAMILY" or "ENOTFOUND" or "ENODATA" => FailureKind.HostNotFound,
        "EAI_AGAIN" or "EAI_FAIL" or "ESERVFAIL" => FailureKind.ResolverFailed,
        "ECONNREFUSED" => FailureKind.Refused,
        "ENETUNREACH" or "EHOSTUNREACH" or "ENETDOWN" or "EHOSTDOWN" or "EACCES" or "EPERM" or "EADDRNOTAVAIL"
            or "EAFNOSUPPORT" => FailureKind.Unreachable,
        "ECONNRESET" or "EPIPE" or "ECONNABORTED" or "ESHUTDOWN" => FailureKind.Reset,
        "ETIMEDOUT" or "TIMEOUT" or "ATTEMPT_TIMEOUT" => FailureKind.TimedOut,
        "EOF" => stage is Stage.FirstEvent or Stage.Answer ? FailureKind.Truncated : FailureKind.Closed,
        "TUNNEL_STATUS" => FailureKind.ProxyStatus,
        "CERTIFICATE" => FailureKind.Certificate,
        "TARGET_NOT_ALLOWED" => FailureKind.TargetNotAllowed,
        "TOO_LARGE" => FailureKind.TooLarge,
        "INVALID_RESPONSE" => stage is Stage.FirstEvent or Stage.Answer ? FailureKind.Truncated : FailureKind.InvalidResponse,
        "WRONG_VERSION_NUMBER" or "HTTP_REQUEST" or "UNKNOWN_PROTOCOL" or "PACKET_LENGTH_TOO_LONG"
            or "RECORD_LAYER_FAILURE" => FailureKind.NotTls,
        _ when code.Contains("CERTIFICATE_REQUIRED", StringComparison.Ordinal) => FailureKind.ClientCertificateRequired,
        _ when stage > Stage.Secure && IsAlert(code) =>
            IsAboutClientCertificate(code) ? FailureKind.ClientCertificateRequired : FailureKind.TlsAlert,
        _ when stage is Stage.Secure && code.Length > 0 => FailureKind.TlsAlert,
        _ => FailureKind.Unclassified,
    };

    // OpenSSL's reasons for an alert that it received: SSLV3_ALERT_BAD_CERTIFICATE (since 3.2 in Node: SSL/TLS_ALERT_BAD_CERTIFICATE),
    // TLSV1_ALERT_UNKNOWN_CA, TLSV1_UNRECOGNIZED_NAME.
    private static bool IsAlert(string code) =>
        code.Contains("_ALERT_", StringComparison.Ordinal) || code.StartsWith("TLSV1_", StringComparison.Ordinal);

    /// <summary>The alerts of <see cref="Failures.TlsAlerts.IsAboutClientCertificate"/>, by OpenSSL's names.</summary>
    private static bool IsAboutClientCertificate(string code) =>
        code[(code.IndexOf("_ALERT_", StringComparison.Ordinal) + 1)..] is "ALERT_NO_CERTIFICATE" or "ALERT_BAD_CERTIFICATE"
            or "ALERT_UNSUPPORTED_CERTIFICATE" or "ALERT_CERTIFICATE_REVOKED" or "ALERT_CERTIFICATE_EXPIRED"
            or "ALERT_CERTIFICATE_UNKNOWN" or "ALERT_UNKNOWN_CA";

    /// <summary>Puts a code that people may look up before its message; the scripts' own words add nothing to the message.</summary>
    private static string DetailOf(string? code, string message) => code switch
    {
        null or "" or "CERTIFICATE" or "EOF" or "TIMEOUT" or "TUNNEL_STATUS" or "INVALID_RESPONSE" or "TARGET_NOT_ALLOWED" or "TOO_LARGE"
            when message.Length > 0 => message,
        _ when message.Length == 0 => code ?? "no reason given",
        _ when message.Contains(code!, StringComparison.Ordinal) => message,
        _ => $"{code}: {message}",
    };

    /// <summary>Maps OpenSSL's verdict on a certificate (x509_vfy.h) to .NET's names.</summary>
    public static (IReadOnlyList<string> PolicyErrors, IReadOnlyList<string> ChainStatus) OfCertificate(int? verifyCode) =>
        verifyCode switch
        {
            62 or 64 => (["RemoteCertificateNameMismatch"], []),
            18 or 19 or 27 => (["RemoteCertificateChainErrors"], ["UntrustedRoot"]),
            2 or 20 or 21 => (["RemoteCertificateChainErrors"], ["PartialChain"]),
            9 or 10 => (["RemoteCertificateChainErrors"], ["NotTimeValid"]),
            23 => (["RemoteCertificateChainErrors"], ["Revoked"]),
            _ => (["RemoteCertificateChainErrors"], []),
        };
}
