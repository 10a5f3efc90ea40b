using System.Net;

namespace ProbeFleet.Probing.Proxies;

/// <summary>What curl, Python or Node do differently with the same environment: often all there is to "it works with curl".</summary>
internal static class ProxyComparison
{
    /// <summary>Describes the differences for one request, in sentences; null when there are none.</summary>
    public static string? Note(Uri target, Func<string, string?> environment)
    {
        var proxied = ProxyResolver.Variables(target, environment).Any(variable => ProxyUrl.Parse(environment(variable)) is not null);
        string[] sentences =
        [
            .. Unusable(target, environment),
            .. NamesAtTheProxy(target, environment),
            .. UppercaseHttp(target, environment),
            .. proxied ? Bypass(target, environment) : [],
            .. proxied ? Node(environment) : [],
        ];
        return sentences is [] ? null : string.Join(' ', sentences);
    }

    private static IEnumerable<string> Unusable(Uri target, Func<string, string?> environment) =>
        ProxyResolver.Variables(target, environment)
            .Where(variable => environment(variable) is { Length: > 0 } value && !IsSocks5h(value) && ProxyUrl.Parse(value) is null)
            .Select(variable => $"{variable} cannot be read as a proxy URL: .NET ignores it silently, other clients may fail.");

    // With user information .NET takes all that is before the "@" for it, and the proxy for one that speaks HTTP.
    private static IEnumerable<string> NamesAtTheProxy(Uri target, Func<string, string?> environment) =>
        ProxyResolver.Variables(target, environment)
            .Where(variable => IsSocks5h(environment(variable)))
            .Select(variable => $"{variable} has the scheme socks5h, which is curl's and unknown to .NET: it "
                + (ProxyUrl.Parse(environment(variable)) is null ? "ignores the variable silently" : "speaks HTTP to that proxy")
                + ". Write socks5://, with which .NET leaves the name to the proxy too.");

    private static bool IsSocks5h(string? value) => value?.StartsWith("socks5h://", StringComparison.OrdinalIgnoreCase) ?? false;

    private static IEnumerable<string> UppercaseHttp(Uri target, Func<string, string?> environment)
    {
        if (target.Scheme != Uri.UriSchemeHttp || environment("http_proxy") is { Length: > 0 }
            || environment("HTTP_PROXY") is not { Length: > 0 })
        {
            yield break;
        }

        yield return environment("GATEWAY_INTERFACE") is null
            ? ".NET takes HTTP_PROXY for http URLs; curl takes only http_proxy in lower case."
            : ".NET ignores HTTP_PROXY because GATEWAY_INTERFACE is set (CGI).";
    }

    private static IEnumerable<string> Bypass(Uri target, Func<string, string?> environment)
    {
        if (environment("no_proxy") is "" && environment("NO_PROXY") is { Length: > 0 })
        {
            yield return "no_proxy is set but empty: for .NET it hides NO_PROXY, curl and Python read NO_PROXY.";
        }

        if (ProxyResolver.BypassVariable(environment) is not { } variable
            || ProxyResolver.BypassEntries(environment).Any(entry => ProxyResolver.Bypasses(entry, target.Host)))
        {
            yield break;
        }

        foreach (var entry in environment(variable)!.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            if (WhoBypasses(entry, target) is { } clients)
            {
                yield return $"{variable} has '{entry}', which bypasses the proxy for this host in {clients} but not in "
                    + $".NET{Remedy(entry, target)}.";
            }
        }
    }

    private static string? WhoBypasses(string entry, Uri target) =>
        entry is "*" ? "curl and Python"
        : ProxyResolver.Bypasses(entry, target.Host) ? "curl (blanks separate entries there)"
        : ProxyResolver.Bypasses($".{entry}", target.Host) ? "curl and Python"
        : entry.StartsWith("*.", StringComparison.Ordinal)
            && ProxyResolver.Bypasses(entry[1..], target.Host) ? "some clients (Node, Go tools)"
        : string.Equals(entry, $"{target.Host}:{target.Port}", StringComparison.OrdinalIgnoreCase) ? "Python and Node"
        : IPAddress.TryParse(target.Host, out var address) && IPNetwork.TryParse(entry, out var network) && network.Contains(address)
            ? "curl and Python"
            : null;

    private static string Remedy(string entry, Uri target) =>
        entry is "*" ? ": list the hosts"
        : IPNetwork.TryParse(entry, out _) || entry.Contains(':', StringComparison.Ordinal) || ProxyResolver.Bypasses(entry, target.Host)
            ? $": add '{target.Host}' as an entry of its own, between commas"
            : $": write '.{entry.TrimStart('*', '.')}'";

    private static IEnumerable<string> Node(Func<string, string?> environment) =>
        environment("NODE_USE_ENV_PROXY") is "1"
            ? []
            : ["Node's own fetch takes no proxy from the environment unless NODE_USE_ENV_PROXY=1."];
}
