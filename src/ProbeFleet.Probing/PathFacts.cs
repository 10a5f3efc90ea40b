using System.Security.Cryptography;
using ProbeFleet.Probing.Dns;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing;

/// <summary>The configuration of a host that every probe's path depends on.</summary>
/// <param name="Resolvers">The configured name servers, in order.</param>
/// <param name="Proxy">The proxy that the environment names for https, without user information; null for none.</param>
/// <param name="TrustStoreHash"><c>sha256:…</c> of the bundle of trusted certificates; null where there is no such file.</param>
public sealed record PathFacts(IReadOnlyList<string> Resolvers, string? Proxy, string? TrustStoreHash)
{
    private static readonly Uri AnyTarget = new("https://host.invalid/");

    /// <summary>Reads this host's configuration. What cannot be read is absent.</summary>
    public static PathFacts Read(Func<string, string?> environment)
    {
        var proxy = ProxyResolver.Variables(AnyTarget, environment)
            .Select(variable => ProxyUrl.Parse(environment(variable))).OfType<Uri>().FirstOrDefault();
        return new(
            ResolverConfigurationReader.ReadThisHost().Servers,
            proxy is null ? null : ProxyUrl.Show(proxy),
            HashOf(environment("SSL_CERT_FILE") is { Length: > 0 } file ? file : SystemTrustStore.Path));
    }

    private static string? HashOf(string? file)
    {
        try
        {
            return file is null ? null : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
