using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProbeFleet.FaultLab.Certificates;

/// <summary>
/// A certificate authority that lives as long as the process: a root, an intermediate, and leaves with or without a flaw.
/// A second one is a root that nobody trusts.
/// </summary>
public sealed class ThrowawayAuthority : IDisposable
{
    /// <summary>The names and addresses of a leaf without a wrong name.</summary>
    public static IReadOnlyList<string> LoopbackNames { get; } = ["localhost", "*.lab.test", "127.0.0.1", "::1"];

    private readonly DateTimeOffset _now;

    private ThrowawayAuthority(string name, DateTimeOffset now)
    {
        _now = now;
        Root = SignAuthority($"CN={name} Root", issuer: null);
        Intermediate = SignAuthority($"CN={name} Issuing", Root);
    }

    /// <summary>The root, with its private key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>The issuing certificate between the root and every leaf, with its private key.</summary>
    public X509Certificate2 Intermediate { get; }

    /// <summary>Makes an authority with new keys.</summary>
    /// <param name="name">What its certificates are called, for example <c>Contoso TLS Inspection</c>.</param>
    public static ThrowawayAuthority Create(string name) => new(name, TimeProvider.System.GetUtcNow());

    /// <summary>Issues a server certificate for loopback and <c>*.lab.test</c>.</summary>
    /// <param name="flaw">What is wrong with it.</param>
    public LabCertificate IssueServer(CertificateFlaw flaw = CertificateFlaw.None) => flaw switch
    {
        CertificateFlaw.None => new(Sign(LoopbackNames, Days(-1), Days(30)), Intermediate),
        CertificateFlaw.Expired => new(Sign(LoopbackNames, Days(-30), Days(-1)), Intermediate),
        CertificateFlaw.NotYetValid => new(Sign(LoopbackNames, Days(1), Days(30)), Intermediate),
        CertificateFlaw.WrongName => new(Sign(["elsewhere.example"], Days(-1), Days(30)), Intermediate),
        CertificateFlaw.PartialChain => new(Sign(LoopbackNames, Days(-1), Days(30))),
        CertificateFlaw.NoDate => new(WithoutDate(Sign(LoopbackNames, Days(-1), Days(30))), Intermediate),
        CertificateFlaw.SelfSigned => new(SignItself(LoopbackNames)),
    };

    /// <summary>Issues a server certificate for the given host names and addresses.</summary>
    /// <param name="names">DNS names and IP addresses.</param>
    public LabCertificate IssueServerFor(params IReadOnlyList<string> names) => new(Sign(names, Days(-1), Days(30)), Intermediate);

    /// <summary>Issues a server certificate with its root beside it. <c>SslStream</c> leaves a root out; other servers send it.</summary>
    public LabCertificate IssueServerWithRoot() => new(Sign(LoopbackNames, Days(-1), Days(30)), Intermediate, Root);

    /// <summary>Issues a server certificate whose issuer is not sent and must be fetched: its AIA extension says from where.</summary>
    /// <param name="issuer">Where a client looks for the issuer, <c>http</c>.</param>
    public LabCertificate IssueServerWithIssuerAt(Uri issuer) => new(Sign(LoopbackNames, Days(-1), Days(30), issuerAt: issuer));

    /// <inheritdoc/>
    public void Dispose()
    {
        Intermediate.Dispose();
        Root.Dispose();
    }

    // Clock skew of a whole day is left on each side, so that no certificate turns good or bad during a test run.
    private DateTimeOffset Days(int days) => _now.AddDays(days);

    private X509Certificate2 SignAuthority(string subject, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        AddKeyIdentifiers(request, issuer);
        if (issuer is null)
        {
            return request.CreateSelfSigned(Days(-60), Days(60));
        }

        using var certificate = request.Create(issuer, Days(-60), Days(60), SerialNumber());
        return certificate.CopyWithPrivateKey(key);
    }

    private X509Certificate2 Sign(
        IReadOnlyList<string> names, DateTimeOffset notBefore, DateTimeOffset notAfter, Uri? issuerAt = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = LeafRequest(key, names);
        AddKeyIdentifiers(request, Intermediate);
        if (issuerAt is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerAt.ToString()]));
        }

        using var certificate = request.Create(Intermediate, notBefore, notAfter, SerialNumber());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>
    /// The certificate with another text as the end of its validity. Its signature no longer fits, which nobody needs for being looked at.
    /// </summary>
    private static X509Certificate2 WithoutDate(X509Certificate2 signed)
    {
        const byte utcTime = 0x17, length = 13;
        var encoded = signed.RawData;
        var validity = encoded.AsSpan().IndexOf([utcTime, length]);
        "269932996199Z"u8.CopyTo(encoded.AsSpan(validity + length + 4));
        using var changed = X509CertificateLoader.LoadCertificate(encoded);
        using var key = signed.GetECDsaPrivateKey()!;
        return changed.CopyWithPrivateKey(key);
    }

    private X509Certificate2 SignItself(IReadOnlyList<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return LeafRequest(key, names).CreateSelfSigned(Days(-1), Days(30));
    }

    private static CertificateRequest LeafRequest(ECDsa key, IReadOnlyList<string> names)
    {
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        var purpose = new Oid("1.3.6.1.5.5.7.3.1");
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([purpose], critical: false));
        request.CertificateExtensions.Add(AlternativeNames(names));
        return request;
    }

    private static X509Extension AlternativeNames(IReadOnlyList<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        return alternatives.Build();
    }

    private static void AddKeyIdentifiers(CertificateRequest request, X509Certificate2? issuer)
    {
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (issuer?.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single() is { } issuerKey)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(issuerKey));
        }
    }

    private static byte[] SerialNumber() => RandomNumberGenerator.GetBytes(12);
}
