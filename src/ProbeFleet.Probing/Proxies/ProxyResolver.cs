namespace ProbeFleet.Probing.Proxies;

/// <summary>
/// Decides which proxy a request goes through exactly as <see cref="HttpClient.DefaultProxy"/> does from the environment, and says why,
/// which .NET does not.
/// </summary>
internal static class ProxyResolver
{
    /// <summary>Decides the proxy of a request.</summary>
    /// <param name="target">The request's URL, <c>http</c> or <c>https</c>.</param>
    public static ProxyDecision Resolve(Uri target, ProxyChoice choice, Func<string, string?> environment) => choice switch
    {
        ProxyChoice.Direct => new(null, "configuration"),
        ProxyChoice.Explicit { Url: var url } => new(url, "configuration"),
        _ => FromEnvironment(target, environment),
    };

    /// <summary>The variables that can name a proxy for a request, the deciding one first.</summary>
    public static IReadOnlyList<string> Variables(Uri target, Func<string, string?> environment) =>
        target.Scheme == Uri.UriSchemeHttps ? ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        : environment("GATEWAY_INTERFACE") is null ? ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
        : ["http_proxy", "all_proxy", "ALL_PROXY"];

    /// <summary>Whether an entry of NO_PROXY matches a host in .NET: the very host, or a suffix that begins with a dot.</summary>
    public static bool Bypasses(string entry, string host) =>
        entry is ['.', .. var domain]
            ? host.EndsWith(entry, StringComparison.OrdinalIgnoreCase) || host.Equals(domain, StringComparison.OrdinalIgnoreCase)
            : host.Equals(entry, StringComparison.OrdinalIgnoreCase);

    /// <summary>The variable that holds NO_PROXY's list: the lower-case one even when it is empty; null when none is set.</summary>
    public static string? BypassVariable(Func<string, string?> environment) =>
        Array.Find(["no_proxy", "NO_PROXY"], variable => environment(variable) is not null);

    /// <summary>The entries of NO_PROXY as .NET reads them: separated by commas only.</summary>
    public static string[] BypassEntries(Func<string, string?> environment) =>
        BypassVariable(environment) is { } variable
            ? environment(variable)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];

    private static ProxyDecision FromEnvironment(Uri target, Func<string, string?> environment)
    {
        var note = ProxyComparison.Note(target, environment);
        var source = Variables(target, environment).FirstOrDefault(variable => ProxyUrl.Parse(environment(variable)) is not null);
        if (source is null)
        {
            return WithoutVariables(target) with { Note = note };
        }

        return BypassEntries(environment).Any(entry => Bypasses(entry, target.Host))
            ? new(null, BypassVariable(environment)!, Bypassed: true, note)
            : new(ProxyUrl.Parse(environment(source)), source, Note: note);
    }

    // Windows and macOS fall back to system settings; Linux has none.
    private static ProxyDecision WithoutVariables(Uri target) =>
        !OperatingSystem.IsLinux() && !HttpClient.DefaultProxy.IsBypassed(target) && HttpClient.DefaultProxy.GetProxy(target) is { } system
            ? new(system, "system settings")
            : new(null, "none");
}
