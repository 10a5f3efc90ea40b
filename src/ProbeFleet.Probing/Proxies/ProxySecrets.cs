namespace ProbeFleet.Probing.Proxies;

/// <summary>The secrets in proxy URLs, which .NET repeats in its exception messages.</summary>
internal static class ProxySecrets
{
    private static readonly string[] Variables = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    /// <summary>The user information of every proxy variable.</summary>
    public static IEnumerable<string> In(Func<string, string?> environment) => Variables
        .Select(environment)
        .OfType<string>()
        .Select(value => value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value)
        .SelectMany(value => Uri.TryCreate(value, UriKind.Absolute, out var url) ? In(url) : []);

    /// <summary>The user information of one proxy URL: as written, decoded, and its password alone.</summary>
    public static IEnumerable<string> In(Uri? proxy)
    {
        if (proxy is null)
        {
            return [];
        }

        var password = proxy.UserInfo.Split(':', 2).ElementAtOrDefault(1) ?? "";
        return new[] { proxy.UserInfo, Uri.UnescapeDataString(proxy.UserInfo), password, Uri.UnescapeDataString(password) }
            .Where(secret => secret.Length > 0)
            .Distinct(StringComparer.Ordinal);
    }
}
