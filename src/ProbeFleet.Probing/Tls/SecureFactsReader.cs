using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tls;

/// <summary>Reads what a TLS handshake presented, whether or not it was accepted.</summary>
internal static class SecureFactsReader
{
    private const string Unreadable = "(unreadable)";
    private const int MaxNames = 20;
    private const int MaxChain = 10;
    private const int MaxNameLength = 200;

    /// <summary>
    /// Reads the facts inside a certificate callback, the only place where a refused certificate and its chain can be seen. Nothing of the
    /// arguments is kept.
    /// </summary>
    /// <param name="certificate">The presented leaf certificate; null when there was none.</param>
    /// <param name="memory">What earlier handshakes read of the same certificates; null to read all anew.</param>
    public static SecureFacts FromCallback(
        X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, CertificateMemory? memory = null)
    {
        var leaf = certificate switch
        {
            null => new SecureFacts(),
            X509Certificate2 decoded when memory is not null => memory.Leaf(decoded, FromLeaf),
            _ => FromLeaf(certificate),
        };
        return leaf with
        {
            Chain = chain is null ? null : [.. chain.ChainElements.Take(MaxChain).Select(element =>
                memory is null ? SubjectOf(element.Certificate) : memory.Subject(element.Certificate, SubjectOf))],
            PolicyErrors = Flags(errors, SslPolicyErrors.None),
            ChainStatus = chain is null
                ? []
                : [.. chain.ChainStatus.SelectMany(status => Flags(status.Status, X509ChainStatusFlags.NoError)).Distinct()],
        };
    }

    /// <summary>Reads the facts of an established connection: what the callback saw, with the protocol and the cipher suite.</summary>
    /// <param name="stream">An authenticated stream.</param>
    /// <param name="seen">What the callback saw; null when none was set, so that the leaf is read from the stream.</param>
    public static SecureFacts FromStream(SslStream stream, SecureFacts? seen)
    {
        seen ??= stream.RemoteCertificate is { } leaf ? FromLeaf(leaf) : new SecureFacts();
        return seen with
        {
            Protocol = NameOf(stream.SslProtocol),
            CipherSuite = stream.NegotiatedCipherSuite.ToString(),
            Alpn = stream.NegotiatedApplicationProtocol is { Protocol.IsEmpty: false } chosen ? Clean(chosen.ToString()) : null,
        };
    }

    /// <summary>The subject of a certificate of a chain.</summary>
    public static string SubjectOf(X509Certificate2 certificate) => Read(certificate, presented => Clean(presented.Subject)) ?? Unreadable;

    /// <summary>Reads the facts of a certificate alone, perhaps as another process received it.</summary>
    public static SecureFacts FromLeaf(X509Certificate certificate)
    {
        using var copy = certificate is X509Certificate2 ? null : Read(certificate, presented => new X509Certificate2(presented));
        return (certificate as X509Certificate2 ?? copy) is not { } leaf ? new() { Subject = Unreadable } : new()
        {
            Subject = SubjectOf(leaf),
            Issuer = Read(leaf, presented => Clean(presented.Issuer)) ?? Unreadable,
            Names = Read(leaf, NamesOf) ?? ["(unreadable subject alternative names)"],
            NotBefore = Read(leaf, presented => Utc(presented.NotBefore)),
            NotAfter = Read(leaf, presented => Utc(presented.NotAfter)),
            Thumbprint = Read(leaf, presented => presented.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()),
        };
    }

    /// <summary>
    /// Reads one part of a certificate; null when it is invalid. A certificate is decoded part by part, and anybody on the path can present
    /// one whose parts are nonsense, such as a date of month 99: each is left out alone.
    /// </summary>
    private static T? Read<TCertificate, T>(TCertificate certificate, Func<TCertificate, T?> part)
    {
        try
        {
            return part(certificate);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or FormatException or OverflowException)
        {
            return default;
        }
    }

    private static List<string> NamesOf(X509Certificate2 leaf) =>
    [
        .. leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())))
            .Take(MaxNames)
            .Select(Clean),
    ];

    private static IReadOnlyList<string> Flags<T>(T value, T none)
        where T : struct, Enum =>
        value.Equals(none)
            ? []
            : [.. Enum.GetValues<T>().Where(flag => !flag.Equals(none) && value.HasFlag(flag)).Select(flag => flag.ToString())];

    // By text: analyzers reject the names of the old versions, and a server may still agree on one.
    private static string NameOf(SslProtocols protocol) => protocol.ToString() switch
    {
        "Tls13" => "TLS 1.3",
        "Tls12" => "TLS 1.2",
        "Tls11" => "TLS 1.1",
        "Tls" => "TLS 1.0",
        var other => other,
    };

    private static DateTimeOffset? Utc(DateTime local) => new DateTimeOffset(local.ToUniversalTime(), TimeSpan.Zero);

    private static string Clean(string name) =>
        Sanitizer.PatternsOnly.Clean(
            string.Concat(name.Select(character => char.IsControl(character) ? ' ' : character)).Trim(), MaxNameLength);
}
