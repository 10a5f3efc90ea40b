namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>One case: a server, what is asked of it, and what an expert says.</summary>
internal sealed record FrontCase(string Name, Cause Cause, Owner Owner, params string[] Says)
{
    public string Scheme { get; init; } = "https";

    public string Host { get; init; } = "localhost";

    public string? Target { get; init; }

    public bool IsProxy { get; init; }

    public string ProxyScheme { get; init; } = "http";

    public string User { get; init; } = "";

    public bool LongKey { get; init; }
}

/// <summary>What real servers refuse, and whose fault it is.</summary>
internal static class RealFrontCases
{
    public static IReadOnlyList<FrontCase> All { get; } =
    [
        new("nginx/down", Cause.GatewayUnavailable, Owner.RouteProvider),
        new("nginx/429", Cause.QuotaGatewayLimit, Owner.Quota),
        new("nginx/basic", Cause.AuthMissing, Owner.Configuration, "Basic"),
        new("nginx/403", Cause.HttpNotApi, Owner.RouteProvider),
        new("nginx/403-post", Cause.HttpNotApi, Owner.RouteProvider),
        new("nginx/413", Cause.ConfigRequest, Owner.Configuration, "client_max_body_size"),
        new("nginx/long-head", Cause.ConfigRequest, Owner.Configuration, "length of the key") { LongKey = true },
        new("nginx/client-certificate", Cause.TlsClientCertificateRequired, Owner.ConnectionPath, "certificate"),
        new("nginx/plain-to-tls", Cause.ConfigBaseUrl, Owner.Configuration, "https://") { Scheme = "http" },
        new("nginx/404", Cause.ConfigPath, Owner.Configuration),
        new("nginx/444", Cause.HttpClosed, Owner.RouteProvider),
        new("nginx/444-post", Cause.HttpClosed, Owner.RouteProvider),
        new("nginx/unrecognized-name", Cause.TlsProtocol, Owner.RouteProvider, "name"),
        new("nginx/self-signed", Cause.TlsUntrustedRoot, Owner.RouteProvider, "itself"),
        new("nginx/old-tls", Cause.TlsProtocol, Owner.RouteProvider),
        new("haproxy/429", Cause.QuotaGatewayLimit, Owner.Quota),
        new("haproxy/basic", Cause.AuthMissing, Owner.Configuration, "Basic"),
        new("haproxy/403", Cause.HttpNotApi, Owner.RouteProvider),
        new("haproxy/no-server", Cause.GatewayUnavailable, Owner.RouteProvider),
        new("haproxy/reject", Cause.HttpClosed, Owner.RouteProvider),
        new("haproxy/client-certificate", Cause.TlsClientCertificateRequired, Owner.ConnectionPath),
        new("haproxy/strict-sni", Cause.TlsProtocol, Owner.RouteProvider, "name"),
        new("haproxy/tcp-without-targets", Cause.TlsClosed, Owner.RouteProvider, "target"),
        new("stunnel/down", Cause.HttpReset, Owner.RouteProvider, "behind"),
        new("stunnel/client-certificate", Cause.TlsClientCertificateRequired, Owner.ConnectionPath),
        new("stunnel/idle", Cause.HttpReset, Owner.RouteProvider, "idle"),
        new("apache/client-certificate", Cause.TlsClientCertificateRequired, Owner.ConnectionPath),
        new("apache/client-certificate-1.2", Cause.TlsClientCertificateRequired, Owner.ConnectionPath),
        new("apache/client-certificate-of-a-place", Cause.TlsClientCertificateRequired, Owner.ConnectionPath),
        new("apache/long-head", Cause.ConfigRequest, Owner.Configuration, "length of the key") { LongKey = true },
        new("caddy/client-certificate", Cause.TlsClientCertificateRequired, Owner.ConnectionPath),
        new("caddy/long-head", Cause.ConfigRequest, Owner.Configuration, "length of the key") { LongKey = true },
        new("caddy/404", Cause.ConfigPath, Owner.Configuration),
        new("caddy/unknown-site", Cause.ConfigBaseUrl, Owner.Configuration),
        new("caddy/down", Cause.GatewayUpstreamFailed, Owner.RouteProvider),
        new("nghttpx/http-2-only", Cause.HttpClosed, Owner.RouteProvider, "HTTP/2"),
        new("lighttpd/down", Cause.GatewayUnavailable, Owner.RouteProvider),
        new("lighttpd/slow", Cause.GatewayUpstreamFailed, Owner.RouteProvider),
        new("lighttpd/403", Cause.HttpNotApi, Owner.RouteProvider),
        new("lighttpd/basic", Cause.AuthMissing, Owner.Configuration, "Basic"),
        new("lighttpd/404", Cause.ConfigPath, Owner.Configuration),
        new("lighttpd/404+long-head", Cause.ConfigRequest, Owner.Configuration, "length of the key") { LongKey = true,
            Target = "lighttpd/404" },
        new("h2o/down", Cause.GatewayUnavailable, Owner.RouteProvider),
        new("h2o/slow", Cause.GatewayUpstreamFailed, Owner.RouteProvider),
        new("h2o/404", Cause.ConfigPath, Owner.Configuration),
        new("varnish/down", Cause.GatewayUnavailable, Owner.RouteProvider) { Scheme = "http" },
        new("varnish/slow", Cause.GatewayUnavailable, Owner.RouteProvider) { Scheme = "http" },
        new("loopback", Cause.TcpRefused, Owner.RouteProvider, "listens") { Target = "dead" },
        Of("tinyproxy/open+dead", Cause.ProxyFailed, Owner.RouteProvider, "refuses the connection") with { Target = "dead" },
        Of("tinyproxy/port-denied", Cause.ProxyDenied, Owner.ConnectionPath, "Without the proxy the API is reached"),
        Of("tinyproxy/port-denied+502", Cause.ProxyDenied, Owner.ConnectionPath, "answers 502") with { Target = "nginx/down" },
        Of("tinyproxy/filter", Cause.ProxyDenied, Owner.ConnectionPath),
        Of("tinyproxy/401", Cause.ProxyAuthRequired, Owner.ConnectionPath, "were given and refused") with { User = "staff:wrong@" },
        Of("tinyproxy/401+without", Cause.ProxyAuthRequired, Owner.ConnectionPath, "asks for"),
        Of("privoxy/open+dead", Cause.ProxyFailed, Owner.RouteProvider, "refuses the connection") with { Target = "dead" },
        Of("privoxy/open+name", Cause.ProxyFailed, Owner.ConnectionPath, "resolve") with { Host = "no-such.invalid" },
        Of("tinyproxy/open+name", Cause.ProxyFailed, Owner.ConnectionPath, "resolve") with { Host = "no-such.invalid" },
        Of("squid/open+dead", Cause.ProxyFailed, Owner.RouteProvider, "refuses the connection") with { Target = "dead" },
        Of("squid/denying", Cause.ProxyDenied, Owner.ConnectionPath),
        Of("mitmproxy/open+dead", Cause.ProxyFailed, Owner.RouteProvider, "refuses the connection") with { Target = "dead" },
        Of("mitmproxy/open", Cause.TlsPartialChain, Owner.ConnectionPath, "inspect"),
        Of("mitmproxy/trusted+self-signed", Cause.ProxyFailed, Owner.ConnectionPath,
            "Certificate verify failed") with { Target = "nginx/self-signed" },
        Of("mitmproxy/trusted+expired", Cause.ProxyFailed, Owner.ConnectionPath,
            "Certificate verify failed") with { Target = "nginx/expired" },
        Of("mitmproxy/trusted+closed", Cause.ProxyFailed, Owner.ConnectionPath) with { Target = "nginx/444" },
        Of("mitmproxy/407", Cause.ProxyAuthRequired, Owner.ConnectionPath, "were given and refused") with { User = "staff:wrong@" },
        Of("apache/proxy-port-denied", Cause.ProxyDenied, Owner.ConnectionPath),
        Of("apache/proxy-407", Cause.ProxyAuthRequired, Owner.ConnectionPath, "asks for"),
        Of("dante/open+dead", Cause.ProxyFailed, Owner.RouteProvider, "refuses the connection") with { Target = "dead",
            ProxyScheme = "socks5" },
        Of("dante/open+name", Cause.ProxyFailed, Owner.ConnectionPath, "SOCKS") with { Host = "no-such.invalid", ProxyScheme = "socks5" },
        Of("dante/rule", Cause.ProxyDenied, Owner.ConnectionPath, "reply 2") with { ProxyScheme = "socks5" },
        Of("dante/password", Cause.ProxyAuthRequired, Owner.ConnectionPath, "asks for") with { ProxyScheme = "socks5" },
        Of("dante/password+wrong", Cause.ProxyAuthRequired, Owner.ConnectionPath, "were given and "
            + "refused") with { ProxyScheme = "socks5", User = "staff:wrong@" },
        Of("microsocks/open+dead", Cause.ProxyFailed, Owner.RouteProvider, "refuses the connection") with { Target = "dead",
            ProxyScheme = "socks5" },
        Of("microsocks/password+wrong", Cause.ProxyAuthRequired, Owner.ConnectionPath, "were given and "
            + "refused") with { ProxyScheme = "socks5", User = "staff:wrong@" },
        Of("nginx/as-proxy", Cause.ProxyFailed, Owner.ConnectionPath, "no proxy"),
        Of("nginx/404+as-proxy", Cause.ProxyFailed, Owner.ConnectionPath, "no proxy"),
    ];

    private static FrontCase Of(string name, Cause cause, Owner owner, params string[] says) =>
        new(name, cause, owner, says) { IsProxy = true };
}
