namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks at a forward proxy: resolving it, connecting to it, and its answer to CONNECT.</summary>
internal static class ProxyRules
{
    private static readonly string[] WebServers = ["nginx", "openresty", "Apache", "Microsoft-IIS", "Caddy", "lighttpd", "Kestrel"];

    private static readonly string[] SaidOverPlainHttp =
        ["plain HTTP request was sent to HTTPS port", "HTTP request to an HTTPS server", "speaking plain HTTP to an SSL-enabled"];

    public static Finding NotResolved(DiagnosisContext context, string proxyHost) => DescribeDirect(context, Finding.Proven(
        Cause.ProxyUnreachable, $"The proxy's name {proxyHost} could not be resolved{context.Detail}. {Setting(context)}"));

    public static Finding NotConnected(DiagnosisContext context, string proxy) => DescribeDirect(context, Finding.Proven(
        Cause.ProxyUnreachable, $"The proxy {proxy} could not be connected to{context.Detail}. {Setting(context)}"));

    public static Finding Tunnel(DiagnosisContext context)
    {
        var proxy = context.Proxy ?? "the proxy";
        var status = context.Evidence.Facts<TunnelFacts>()?.Status ?? context.DrillDown?.Proxy?.Status;
        var finding = context.Failure switch
        {
            FailureKind.ProxyStatus when IsSocks(proxy) => Socks(context, proxy),
            FailureKind.ProxyStatus => NotAProxy(context, proxy)
                ?? Refused(context, proxy, status, Words(context) is { Length: > 0 } words ? words : status is null ? context.Detail : ""),
            FailureKind.TimedOut => Finding.Proven(
                Cause.ProxyNoAnswer, $"The proxy {proxy} took the connection and did not {Owed(context)}."),
            FailureKind.Reset or FailureKind.Closed => Finding.Strong(
                Cause.ProxyNoAnswer, $"The proxy {proxy} ended the connection and did not {Owed(context)}."),
            FailureKind.Certificate => Untrusted(context, proxy),
            FailureKind.TlsAlert => Finding.Strong(
                Cause.ProxyFailed,
                $"The proxy {proxy} ended its TLS handshake with an alert{context.Detail}: "
                + "no TLS version or cipher in common, or it wants a client certificate."),
            FailureKind.InvalidResponse or FailureKind.NotTls => Finding.Likely(
                Cause.ProxyFailed, $"What listens at {proxy} does not speak the proxy protocol that its URL names{context.Detail}."),
            FailureKind.Refused or FailureKind.Unreachable or FailureKind.HostNotFound
                or FailureKind.ResolverFailed => NotConnected(context, proxy),
            _ => Finding.Weak(Cause.ProxyFailed, $"The proxy {proxy} opened no tunnel{context.Detail}."),
        };
        return DescribeDirect(context, finding);
    }

    /// <summary>Judges a proxy's refusal of CONNECT, or of a plain HTTP request in the API's place.</summary>
    public static Finding Answered(string proxy, int? status, string words) => status switch
    {
        407 => Finding.Proven(
            Cause.ProxyAuthRequired, $"The proxy {proxy} asks for its own credentials (407){words}. The API was not reached."),
        >= 500 => Finding.Proven(
            Cause.ProxyFailed, $"The proxy {proxy} could not reach the host ({status}){words}. The API was not reached."),
        >= 400 => Finding.Proven(Cause.ProxyDenied, $"The proxy {proxy} denied the request ({status}){words}. The API was not reached."),
        null => Finding.Weak(Cause.ProxyFailed, $"The proxy {proxy} opened no tunnel{words}."),
        _ => Finding.Likely(Cause.ProxyFailed, $"The proxy {proxy} answered {status} where a tunnel was asked for{words}."),
    };

    private static bool IsSocks(string proxy) => proxy.StartsWith("socks", StringComparison.OrdinalIgnoreCase);

    private static Finding Refused(DiagnosisContext context, string proxy, int? status, string words) => status switch
    {
        401 or 407 => Credentials(context, proxy, $" ({status}){words}"),
        404 when SaysUnknownName(context) => Finding.Strong(
            Cause.ProxyFailed, $"The proxy {proxy} does not know the name {context.Host} ({status}){words}. The API was not reached.")
            .Advise(
                $"Compare {context.Host} with the right name, letter by letter.",
                $"Ask whoever runs the proxy to resolve {context.Host} on its machine: a private name needs that network's DNS."),
        _ => Answered(proxy, status, words),
    };

    private static bool SaysUnknownName(DiagnosisContext context) =>
        new[] { context.DrillDown?.Proxy?.Reason, context.DrillDown?.Proxy?.Page }
            .Any(text => text?.Contains("No such domain", StringComparison.OrdinalIgnoreCase) is true);

    private static Finding Credentials(DiagnosisContext context, string proxy, string words) =>
        context.Evidence.Facts<TunnelFacts>()?.CredentialsGiven is true
            ? Finding.Proven(
                Cause.ProxyAuthRequired,
                $"The credentials in the URL of the proxy {proxy} were given and refused{words}. The API was not reached.")
                .Advise(
                    "Compare user and password with what the proxy's operator gave out; in a URL, special characters are written as %XX "
                        + "(@ is %40).",
                    $"See which way to authenticate it wants{Schemes(context)}: a user and password in a URL are sent as Basic only.",
                    "Ask the operator whether the account is locked, has expired, or may not use this proxy.")
            : Finding.Proven(Cause.ProxyAuthRequired, $"The proxy {proxy} asks for its own credentials{words}. The API was not reached.");

    private static string Schemes(DiagnosisContext context) =>
        context.DrillDown?.Proxy?.Headers.TryGetValue("proxy-authenticate", out var schemes) is true
            && schemes.Length > 0 ? $" (it says {schemes})" : "";

    /// <summary>Recognizes a web server, which does not support CONNECT; null when it may be a proxy.</summary>
    private static Finding? NotAProxy(DiagnosisContext context, string proxy)
    {
        if (context.DrillDown?.Proxy is not { Status: 400 or 404 or 405 or 501 } said
            || said.Headers.ContainsKey("via") || said.Headers.ContainsKey("proxy-agent") || said.Headers.ContainsKey("x-squid-error"))
        {
            return null;
        }

        if (SaidOverPlainHttp.Any(text => said.Page?.Contains(text, StringComparison.OrdinalIgnoreCase) is true))
        {
            return Finding.Strong(
                Cause.ProxyFailed,
                $"What listens at {proxy} speaks TLS, and was asked in plain http: \"{said.Page}\". The API was not reached.")
                .Advise(
                    $"If it is a proxy that is spoken to over TLS, write https:// in its URL ({Setting(context)}).",
                    "If it is a web server, the port is not the proxy's: compare it with what the proxy's operator says.")
                .Warn("Do not ask for a rule of the proxy: no proxy was asked yet.");
        }

        return said.Headers.TryGetValue("server", out var server)
            && WebServers.Any(name => server.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ? Finding.Likely(
                Cause.ProxyFailed,
                $"What listens at {proxy} is a web server ({server}) and no proxy: it answered CONNECT with {said.Status}. The API was "
                    + "not reached.")
                .Advise(
                    $"Compare the proxy's host and port with what its operator says. {Setting(context)}",
                    "If this server is meant to be a proxy, it lacks the module for CONNECT (Apache: mod_proxy_connect; nginx has none).")
                .Warn("Do not ask for a rule of the proxy: no proxy was asked yet.")
            : null;
    }

    /// <summary>Judges the reply code of a SOCKS proxy.</summary>
    private static Finding Socks(DiagnosisContext context, string proxy)
    {
        var finding = context.Evidence.Facts<TunnelFacts>() switch
        {
            { SocksAuthenticated: false } or { SocksMethod: 255 } => Credentials(context, proxy, context.Detail),
            { SocksReply: 2 } => Finding.Proven(
                Cause.ProxyDenied, $"The proxy {proxy} denied the request{context.Detail}. The API was not reached."),
            { SocksReply: 3 or 4 or 5 or 6 } => Finding.Proven(
                Cause.ProxyFailed, $"The proxy {proxy} could not reach {context.Host}{context.Detail}. The API was not reached."),
            { SocksReply: not null } => Finding.Strong(
                Cause.ProxyFailed, $"The proxy {proxy} opened no tunnel{context.Detail}. The API was not reached."),
            _ => Finding.Weak(Cause.ProxyFailed, $"The proxy {proxy} opened no tunnel{context.Detail}."),
        };
        return finding.Cause is Cause.ProxyFailed
            ? finding.Advise(
                $"Ask whoever runs the proxy whether its machine resolves {context.Host} and reaches port "
                    + $"{context.BaseUrl?.Port}: a SOCKS proxy resolves the name itself.",
                "Look in the proxy's log at this time: the number of the reply is all that it tells a client.")
            : finding;
    }

    /// <summary>The step that the proxy failed to take; an <c>https://</c> proxy has to finish its handshake first.</summary>
    private static string Owed(DiagnosisContext context) =>
        context.IsHttpsProxy
            && context.ProxyTls?.Protocol is null ? "finish the TLS handshake that its https:// URL asks for" : "answer CONNECT";

    private static Finding Untrusted(DiagnosisContext context, string proxy)
    {
        var issued = context.ProxyTls?.Issuer is { } issuer ? $", issued by \"{issuer}\"" : "";
        return Finding.Proven(
            Cause.ProxyUntrusted,
            $"The proxy {proxy} is spoken to over TLS, and its own certificate was not accepted{context.Detail}{issued}. "
            + "The route's host was not reached.");
    }

    private static string Words(DiagnosisContext context) => context.DrillDown?.Proxy is { } said
        ? (said.Headers.GetValueOrDefault("x-squid-error") ?? said.Page ?? said.Reason) is { Length: > 0 } words ? $": {words}" : ""
        : "";

    private static string Setting(DiagnosisContext context) => context.Evidence.Facts<ConfigureFacts>()?.Proxy is { } choice
        ? $"It is set by {choice.Source}."
        : "The host itself was not tried.";

    /// <summary>Adds the result of the direct attempt: it reached the API, reached the host only, or neither.</summary>
    public static Finding DescribeDirect(DiagnosisContext context, Finding finding) => context.Outcome(ProbeVariant.NoProxy) switch
    {
        null => finding,
        { ReachedApi: true } => finding.Note("Without the proxy the API is reached.")
            .Do($"If policy allows direct traffic, put the exact host {context.Host} into NO_PROXY: .NET knows no wildcard and no bare "
                + "parent domain there."),
        { Status: { } status } => finding
            .Note($"Without the proxy {context.Host} answers {status}: the network does not need the proxy, and the host has a fault "
                + "of its own.")
            .Do($"Look at {context.Host} itself first: it answers {status} to a direct request.")
            .Or(Cause.ServerError, $"Ask whoever runs {context.Host} why it answers {status}; the proxy comes second."),
        { Failure.Kind: FailureKind.Refused } when finding.Cause is Cause.ProxyFailed =>
            (finding with { Confidence = Math.Min(finding.Confidence, Confidence.Likely) })
            .Note($"Without the proxy {context.Host} itself refuses the connection: nothing listens there, and the proxy only says so.")
            .OwnedBy(context.OwnerOfServer)
            .Advise(
                $"Ask whoever runs {context.Host} whether it is up and listens on the port of the base URL.",
                "Compare the address that the name gives with the right one: a stale DNS record refuses just so.")
            .Warn("Do not change the proxy: a direct connection is refused as well.")
            .Or(
                Cause.ProxyFailed,
                "If the host is up and other clients reach it, compare the addresses that the proxy and this runtime resolve.",
                Owner.ConnectionPath),
        { Break: Stage.Resolve } when finding.Cause is Cause.ProxyFailed => finding
            .Note($"This network's own DNS does not give an address for {context.Host} either: the name may be wrong.")
            .Or(Cause.ConfigBaseUrl, $"Compare {context.Host} with the right name: neither the proxy nor this network knows this one."),
        { Break: Stage.Resolve or Stage.Connect } => finding
            .Note("Without the proxy the API is not reached either: this network needs the proxy."),
        { Break: { } stage, Failure.Detail: var detail } => finding
            .Note($"Without the proxy {context.Host} itself is reached, and it breaks there in the {WireWord.Of(stage)} stage ({detail}): "
                + "the host has a fault of its own."),
        _ => finding.Note("Without the proxy the API is not reached either: this network needs the proxy."),
    };
}
