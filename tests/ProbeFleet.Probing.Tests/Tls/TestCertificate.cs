using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProbeFleet.Probing.Tests.Tls;

/// <summary>Self-signed certificates for loopback servers.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 Make(string dnsName, string subject, (int From, int To)? validDays = null) =>
        Make([dnsName], subject, validDays);

    public static X509Certificate2 Make(IReadOnlyList<string> dnsNames, string subject, (int From, int To)? validDays = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        var (from, to) = validDays ?? (-1, 30);
        return request.CreateSelfSigned(now.AddDays(from), now.AddDays(to));
    }
}
