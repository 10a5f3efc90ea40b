using System.Security.Cryptography.X509Certificates;

namespace ProbeFleet.Probing.Tls;

/// <summary>
/// The policy for every certificate that a peer presents: .NET's own, without fetching what the peer did not send. A certificate that is
/// not verified yet names the address of its issuer, any address, so whoever presents it would choose what this host calls.
/// </summary>
internal static class PeerChainPolicy
{
    /// <summary>Creates a policy for one handler or handshake.</summary>
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
