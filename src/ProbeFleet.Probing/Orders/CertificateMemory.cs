using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProbeFleet.Probing.Orders;

/// <summary>
/// What certificates say, by their SHA-256: a route presents the same ones in every round, and decoding one costs more than hashing it.
/// Whether a certificate is valid is no part of it: each handshake decides that anew.
/// </summary>
internal sealed class CertificateMemory
{
    private const int Most = 1024;

    private readonly ConcurrentDictionary<string, SecureFacts> _leaves = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _subjects = new(StringComparer.Ordinal);

    /// <summary>The facts of a leaf certificate alone.</summary>
    public SecureFacts Leaf(X509Certificate2 leaf, Func<X509Certificate2, SecureFacts> read) => Recall(_leaves, leaf, read);

    /// <summary>The subject of a certificate of a chain.</summary>
    public string Subject(X509Certificate2 certificate, Func<X509Certificate2, string> read) => Recall(_subjects, certificate, read);

    private static T Recall<T>(ConcurrentDictionary<string, T> known, X509Certificate2 certificate, Func<X509Certificate2, T> read)
    {
        if (known.Count >= Most)
        {
            // Certificates were renewed many times: drop the old ones.
            known.Clear();
        }

        return known.GetOrAdd(
            Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span)), static (_, given) => given.read(given.certificate),
            (certificate, read));
    }
}
