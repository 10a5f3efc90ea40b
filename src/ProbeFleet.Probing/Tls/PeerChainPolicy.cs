using System.Security.Cryptography.X509Certificates;

namespace ProbeFleet.Probing.Tls;

/// <summary>
/// How every certificate is judged that a peer shows: as .NET judges by itself, without fetching what the peer did not send. A certificate that
/// nobody has judged yet names the address of its issuer, and may name any, so that whoever presents it would choose what this host calls.
/// </summary>
internal static class PeerChainPolicy
{
    /// <summary>A policy for one handler or handshake.</summary>
    /// <param name="roots">The only roots to trust; null for the system's.</param>
    public static X509ChainPolicy Create(X509Certificate2Collection? roots = null)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }
}
