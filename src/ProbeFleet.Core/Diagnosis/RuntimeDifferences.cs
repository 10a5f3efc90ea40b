namespace ProbeFleet.Core.Diagnosis;

/// <summary>Finds the known difference between two runtimes that explains why one fails where the other passes. Pure.</summary>
internal static class RuntimeDifferences
{
    /// <returns>The difference; null when no known one explains the failure.</returns>
    public static RuntimeDifference? Explain(RuntimeSide failing, RuntimeSide passing) => failing.Seen switch
    {
        _ when TakeOtherWays(failing, passing) => ProxyRules(failing, passing),
        { Break: Stage.Tunnel, Proxy: { Url: { } url, Note: { } note } }
            when failing.Workload is { Client: "urllib" } && !url.StartsWith("http:", StringComparison.Ordinal) => new(
                RuntimeDifferenceKind.ProxyRules,
                $"{Ended(note)} {passing.Name} speaks the protocol that it names.",
                "Name an http:// proxy for this client, or take one that knows the protocol: httpx."),
        { Break: Stage.Secure, Failure.Kind: FailureKind.Certificate } => TrustStore(failing, passing),
        { Break: Stage.Secure, Failure.Kind: FailureKind.TlsAlert or FailureKind.Closed or FailureKind.Reset } =>
            TlsVersion(failing, passing),
        { Break: Stage.Connect, Failure.Kind: FailureKind.TimedOut or FailureKind.Unreachable } => AddressOrder(failing, passing),
        { Break: Stage.Respond or Stage.FirstEvent or Stage.Answer, Failure.Kind: FailureKind.TimedOut } => Timeouts(failing, passing),
        { Break: Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer } => Retries(failing, passing),
        _ => null,
    };

    private static bool TakeOtherWays(RuntimeSide failing, RuntimeSide passing) =>
        WayOf(failing) != WayOf(passing) && failing.Seen.Break is not (null or Stage.Configure or Stage.Credential);

    private static string? WayOf(RuntimeSide side) => side.Seen.Proxy is { Bypassed: false, Url: { } url } ? url.TrimEnd('/') : null;

    private static RuntimeDifference ProxyRules(RuntimeSide failing, RuntimeSide passing)
    {
        var notes = string.Concat(
            new[] { failing.Seen.Proxy?.Note, passing.Seen.Proxy?.Note }.OfType<string>().Distinct().Select(note => $" {Ended(note)}"));
        return new(
            RuntimeDifferenceKind.ProxyRules,
            $"{failing.Name} goes {Way(failing)}, {passing.Name} goes {Way(passing)}.{notes}",
            (WayOf(failing), failing.Workload?.Runtime) switch
            {
                (null, WorkloadRuntime.Node) =>
                    "Give Node the proxy: NODE_USE_ENV_PROXY=1 (Node 22.21, 24.5 and later), or an EnvHttpProxyAgent of undici in the "
                        + "client's fetchOptions.",
                (null, _) =>
                    $"Find out which way is meant. If the proxy is, name it so that {failing.Name} takes it: https_proxy and a NO_PROXY "
                        + "without this host.",
                _ => "Find out which way is meant. If the direct one is, put the host into NO_PROXY as an entry of its own, between "
                    + $"commas, which {failing.Name} reads.",
            });
    }

    private static string Way(RuntimeSide side) => side.Seen.Proxy switch
    {
        { Bypassed: true, Source: var source } => $"direct ({source} bypasses the proxy)",
        { Url: { } url, Source: var source } => $"through {url} ({source})",
        _ => "direct",
    };

    private static string Ended(string note) => note.EndsWith('.') ? note : $"{note}.";

    private static RuntimeDifference TrustStore(RuntimeSide failing, RuntimeSide passing) => new(
        RuntimeDifferenceKind.TrustStore,
        $"{failing.Name} trusts {Roots(failing)}; {passing.Name} trusts {Roots(passing)}.{Unread(failing, passing)}",
        failing.Workload switch
        {
            { Runtime: WorkloadRuntime.Node } =>
                "Set NODE_EXTRA_CA_CERTS to a PEM file with the authority before Node starts, or start it with --use-system-ca (Node "
                    + "22.15, 23.9 and later) or --use-openssl-ca.",
            { Runtime: WorkloadRuntime.Python } =>
                "Set SSL_CERT_FILE to a bundle that has the authority (Debian: /etc/ssl/certs/ca-certificates.crt), for requests "
                    + "REQUESTS_CA_BUNDLE; or give the client verify= with such a context.",
            _ => "Add the authority to the system's store (Debian: update-ca-certificates), or set SSL_CERT_FILE to a bundle that has it.",
        });

    private static string Roots(RuntimeSide side) => side.Workload?.Trust switch
    {
        null => "the system's store, or SSL_CERT_FILE where it is set",
        { Source: "certifi" } trust => $"only {Count(trust)} of certifi ({trust.Path})",
        { Source: "system" } trust => $"the system's store ({trust.Path})",
        { Source: "openssl" } => "OpenSSL's store",
        { Source: "bundled" } trust => $"only {Count(trust)} that are built into Node",
        { Source: var source, Path: { } path } when side.Workload.Runtime is WorkloadRuntime.Node => $"{source} ({path})",
        { Source: var source, Path: { } path } trust => $"{Count(trust)} of {source} ({path})",
        { Source: var source } => source,
    };

    private static string Count(WorkloadTrust trust) =>
        trust.Roots is { } count ? $"the {count} {(count == 1 ? "root" : "roots")}" : "the roots";

    /// <summary>Names variables that are set but that the failing runtime does not read.</summary>
    private static string Unread(RuntimeSide failing, RuntimeSide passing)
    {
        var variables = (failing.Workload ?? passing.Workload)?.Trust?.Variables ?? new Dictionary<string, string>();
        var source = failing.Workload?.Trust?.Source ?? "";
        string[] unread = failing.Workload?.Runtime switch
        {
            WorkloadRuntime.Node when !source.StartsWith("bundled", StringComparison.Ordinal)
                || source.StartsWith("bundled and system", StringComparison.Ordinal) => [],
            WorkloadRuntime.Node => ["SSL_CERT_FILE", "SSL_CERT_DIR"],
            WorkloadRuntime.Python => ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"],
            _ => ["NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"],
        };
        var set = unread.Where(name => variables.ContainsKey(name)).ToArray();
        return set switch
        {
            [] => "",
            [var one] => $" {one} is set, and {failing.Name} does not read it.",
            _ => $" {string.Join(" and ", set)} are set, and {failing.Name} does not read them.",
        };
    }

    private static RuntimeDifference? TlsVersion(RuntimeSide failing, RuntimeSide passing) =>
        failing.Workload?.Trust?.Minimum is { } minimum && passing.Seen.Protocol is { } agreed && Rank(minimum) > Rank(agreed)
            ? new(
                RuntimeDifferenceKind.TlsVersion,
                $"{failing.Name} agrees to {Written(minimum)} or later, and the server agreed on {agreed} with {passing.Name}.",
                "Have the server speak the newer version; or lower what the workload's runtime asks for (Node: --tls-min-v1.2, "
                + "Python: minimum_version of the SSL context, OpenSSL: MinProtocol in openssl.cnf).")
            : null;

    private static int Rank(string version) => version.Where(char.IsAsciiDigit).ToArray() switch
    {
        ['1', '3', ..] => 3,
        ['1', '2', ..] => 2,
        ['1', '1', ..] => 1,
        _ => 0,
    };

    private static string Written(string version) => $"TLS 1.{Rank(version)}";

    private static RuntimeDifference? AddressOrder(RuntimeSide failing, RuntimeSide passing) =>
        failing.Workload?.AttemptMs is { } each ? new(
            RuntimeDifferenceKind.AddressOrder,
            $"{failing.Name} gives each of several addresses {each} ms and then gives it up; {passing.Name} waits for each its "
                + "whole connect timeout.",
            "Start Node with --network-family-autoselection-attempt-timeout=2000, or correct the addresses in DNS that do not answer.")
        : failing.Seen.Attempts is { Count: > 1 } || passing.Seen.Attempts is { Count: > 1 } ? new(
            RuntimeDifferenceKind.AddressOrder,
            $"{failing.Name} tries the addresses one after the other and waits for one that does not answer; "
                + (passing.Workload?.AttemptMs is { } other
                    ? $"{passing.Name} goes on to the next after {other} ms."
                    : $"{passing.Name} gives each address its whole connect timeout, or came to a better one first."),
            "Take IPv6 away or make it work: correct the IPv6 route, or have DNS answer without the addresses that do not answer.")
        : null;

    private static RuntimeDifference? Timeouts(RuntimeSide failing, RuntimeSide passing) => (failing.Workload?.Defaults, passing) switch
    {
        ({ ReadSeconds: { } pause }, { Seen.LongestSilence: { } silence }) when silence.TotalSeconds > pause => new(
            RuntimeDifferenceKind.Timeouts,
            $"{failing.Name} waits {pause:0.###} s for each piece of a stream when the workload sets no timeout; "
                + $"{passing.Name} waited {silence.TotalSeconds:0.0} s for one.",
            "Set the timeout of the workload's client above the model's longest pause (httpx: timeout=60; openai: timeout=), unless "
                + "it has one already; or have the server send comments (\": ping\") meanwhile."),
        ({ ReadSeconds: { } wait }, { Respond: { } took }) when took.TotalSeconds > wait => new(
            RuntimeDifferenceKind.Timeouts,
            $"{failing.Name} waits {wait:0.###} s for a response when the workload sets no timeout; "
                + $"{passing.Name} had the response's headers after {took.TotalSeconds:0.0} s.",
            "Set the timeout of the workload's client (httpx: timeout=60; openai: timeout=), unless it has one already: then this is "
                + "not its failure."),
        (_, { Workload.Defaults: { } defaults, Respond: { } took }) => new(
            RuntimeDifferenceKind.Timeouts,
            $"{failing.Name} gave up within the probe's budget; {passing.Name} waits "
                + $"{(defaults.ReadSeconds is { } limit ? $"{limit:0.###} s" : "without limit")} "
                + $"and had the response's headers after {took.TotalSeconds:0.0} s.",
            "Give the probe a longer budget (--timeout, probe.headerTimeout) if the workload waits that long."),
        _ => null,
    };

    private static RuntimeDifference? Retries(RuntimeSide failing, RuntimeSide passing) =>
        failing.Seen is { Failure.Kind: FailureKind.Reset or FailureKind.Closed or FailureKind.Truncated }
            or { Status: 408 or 409 or 429 or >= 500 }
            ? new(
                RuntimeDifferenceKind.Retries,
                $"The call of {failing.Name} failed in a way that passes, and the one of {passing.Name} came right after it and passed. "
                + (failing.Workload?.Defaults?.Retries is { } times and > 0
                    ? $"The client of the workload repeats such a call {times} times by default, which hides it there."
                    : $"{failing.Name} repeats nothing by itself: the workload sees such a failure."),
                "Probe several times (probefleet watch) to see how often it happens, and have the workload repeat such calls with "
                    + "a backoff.")
            : null;
}
