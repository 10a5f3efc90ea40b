using System.Security.Cryptography.X509Certificates;

namespace ProbeFleet.Probing.Tls;

/// <summary>The operating system's own trust store, whatever <c>SSL_CERT_FILE</c> and <c>SSL_CERT_DIR</c> say.</summary>
internal static class SystemTrustStore
{
    /// <summary>Where Linux systems keep it: Debian and Azure Linux, Red Hat, SUSE, Alpine.</summary>
    public static IReadOnlyList<string> Bundles { get; } =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

    /// <summary>The bundle that holds it; null where the platform has its own store.</summary>
    public static string? Path => Bundles.FirstOrDefault(File.Exists);

    /// <summary>Loads the first bundle that exists; null where the platform has its own store.</summary>
    public static X509Certificate2Collection? Load()
    {
        if (Path is not { } bundle)
        {
            return null;
        }

        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(bundle);
        return roots;
    }
}
