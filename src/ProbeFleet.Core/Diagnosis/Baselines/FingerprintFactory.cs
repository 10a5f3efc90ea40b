using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>Computes the fingerprints that decide whether two results are comparable.</summary>
public static class FingerprintFactory
{
    /// <summary>
    /// Computes the fingerprints of a probe. <see cref="Fingerprint.Route"/> covers kind, base URL, model, API version, request, HTTP
    /// version, a workload's runtime, credential source, account and identity (a keyed hash, never the secret) and SDK;
    /// <see cref="Fingerprint.Path"/> covers proxy, resolvers, region, network and host.
    /// </summary>
    public static Fingerprint Create(ProbeEvidence evidence)
    {
        var credential = evidence.Facts<CredentialFacts>();
        var proxy = evidence.Facts<ConfigureFacts>()?.Proxy;
        var route = Hash(
        [
            new("kind", $"\"{WireWord.Of(evidence.Route.Kind)}\""),
            new("baseUrl", evidence.Route.BaseUrl),
            new("model", evidence.Route.Model),
            new("apiVersion", evidence.Route.ApiVersion),
            new("credential.source", credential?.Source),
            new("credential.identity", credential?.Identity),
            new("sdk", evidence.Vantage.Runtime.Sdk),
            .. OfLaterVersions(evidence),
        ]);
        var path = Hash(
        [
            new("proxy.url", proxy?.Url),
            new("proxy.bypassed", proxy?.Bypassed.ToString(CultureInfo.InvariantCulture)),
            new("resolvers", evidence.Facts<ResolveFacts>()?.Resolvers is { } resolvers ? string.Join('\n', resolvers) : null),
            new("region", evidence.Vantage.Region),
            new("network", evidence.Vantage.Network),
            new("host", evidence.Vantage.Runtime.Host),
        ]);
        return new(route, path);
    }

    /// <summary>Fields that are hashed only where set, so that routes without them keep the fingerprint of earlier versions.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> OfLaterVersions(ProbeEvidence evidence) =>
        new KeyValuePair<string, string?>[]
        {
            new("request", WireWord.Of(evidence.Route.Request)),
            new("http", WireWord.Of(evidence.Route.Http)),
            new("runtime", WireWord.Of(evidence.Route.Runtime)),
            new("credential.account", evidence.Facts<CredentialFacts>()?.Account),
        }.Where(field => field.Value is not null);

    /// <summary>
    /// <c>sha256:</c> and the lower-case hexadecimal hash of the fields in order. Each name and value is preceded by its length in bytes,
    /// and null values are marked, so that no two lists of fields hash the same text.
    /// </summary>
    /// <param name="fields">Names and values; null means absent, which differs from empty.</param>
    public static string Hash(IReadOnlyList<KeyValuePair<string, string?>> fields)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            Append(text, name).Append('=');
            _ = value is null ? text.Append('-') : Append(text, value);
            text.Append('\n');
        }

        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))}";
    }

    private static StringBuilder Append(StringBuilder text, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(value)}:").Append(value);
}
