using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ProbeFleet.FaultLab.Certificates;

/// <summary>A certificate with its private key, and the certificates that a server sends after it.</summary>
public sealed class LabCertificate : IDisposable
{
    // Lazy: making the context builds a chain, and the first chain of a process fixes which roots it trusts (see TrustBundle.Install).
    private readonly Lazy<SslStreamCertificateContext> _context;

    internal LabCertificate(X509Certificate2 leaf, params IReadOnlyList<X509Certificate2> sentAfterLeaf)
    {
        Leaf = leaf;
        SentAfterLeaf = sentAfterLeaf;
        _context = new(() => SslStreamCertificateContext.Create(leaf, [.. sentAfterLeaf], offline: true));
    }

    /// <summary>The leaf, with its private key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The intermediate, and a root when it is sent on purpose.</summary>
    public IReadOnlyList<X509Certificate2> SentAfterLeaf { get; }

    /// <summary>The same, ready for <see cref="SslServerAuthenticationOptions"/>.</summary>
    public SslStreamCertificateContext Context => _context.Value;

    /// <summary>
    /// Writes <c>NAME.crt</c> (leaf first, then what is sent after it) and <c>NAME.key</c>, as nginx and openssl read them.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">The files' name without extension.</param>
    public PemFiles WritePem(string folder, string name)
    {
        var files = new PemFiles(Path.Combine(folder, $"{name}.crt"), Path.Combine(folder, $"{name}.key"));
        File.WriteAllText(files.Certificates, string.Join(
            '\n', new[] { Leaf }.Concat(SentAfterLeaf).Select(one => one.ExportCertificatePem())));
        using var key = Leaf.GetECDsaPrivateKey()!;
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    /// <inheritdoc/>
    public void Dispose() => Leaf.Dispose();
}

/// <summary>A certificate on disk.</summary>
/// <param name="Certificates">PEM: the leaf, then what is sent after it.</param>
/// <param name="Key">PEM: the leaf's private key.</param>
public sealed record PemFiles(string Certificates, string Key);
