using static ProbeFleet.Core.Diagnosis.Meanings.Meaning;
using static ProbeFleet.Core.Diagnosis.Meanings.MeaningRow;

namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>The words on pages of web servers, fronts, firewalls and sign-ins that state their cause.</summary>
internal static class PageWords
{
    public static MeaningGroup[] All { get; } =
    [
        new("nginx", "https://nginx.org/en/docs/http/ngx_http_ssl_module.html#errors",
        [
            Says(ClientCertificate, "No required SSL certificate was sent"),
            Says(ClientCertificate, "The SSL certificate error"),
            Says(SchemeWrong, "plain HTTP request was sent to HTTPS port", "https://github.com/bentoml/OpenLLM/issues/449"),
            Says(HeadTooLarge, "Request Header Or Cookie Too Large",
                "https://nginx.org/en/docs/http/ngx_http_core_module.html#large_client_header_buffers"),
            Hints(TooLarge, "413 Request Entity Too Large",
                "https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size"),
        ]),
        new("Go, Caddy and Traefik", "https://pkg.go.dev/net/http#Server",
        [
            Says(SchemeWrong, "Client sent an HTTP request to an HTTPS server"),
            Says(HeadTooLarge, "Request Header Fields Too Large"),
        ]),
        new("Apache httpd", "https://httpd.apache.org/docs/2.4/mod/core.html#limitrequestfieldsize",
        [
            Says(SchemeWrong, "speaking plain HTTP to an SSL-enabled server port"),
            Says(HeadTooLarge, "Size of a request header field exceeds server limit"),
        ]),
        new("Tomcat", "https://tomcat.apache.org/tomcat-10.1-doc/config/http.html",
        [
            Says(SchemeWrong, "This combination of host and port requires TLS"),
        ]),
        new("IIS and HTTP.sys",
            "https://learn.microsoft.com/troubleshoot/developer/webapps/iis/www-administration-management/http-status-code",
        [
            Says(ClientCertificate, "page requires a client certificate"),
            Says(HostWrong, "Invalid Hostname"),
        ]),
        new("HTTP/2 only servers", "https://nodejs.org/api/http2.html",
        [
            Says(ProtocolWrong, "expected `h2`"),
            Says(ProtocolWrong, "Missing ALPN Protocol"),
        ]),
        new("Cloudflare Access", "https://developers.cloudflare.com/cloudflare-one/identity/service-tokens/",
        [
            Heads(SignIn, "www-authenticate: Cloudflare-Access", "https://github.com/open-webui/open-webui/issues/29868"),
            Says(SignIn, "Sign in*Cloudflare Access"),
        ]),
        new("Sign-ins in front", "https://oauth2-proxy.github.io/oauth2-proxy/",
        [
            Says(SignIn, "OAuth2 Proxy"),
            Says(SignIn, "Login - Authelia", "https://www.authelia.com/"),
            Says(SignIn, "Sign in to your account", "https://learn.microsoft.com/azure/app-service/overview-authentication-authorization"),
            Says(SignIn, "Invalid IAP credentials", "https://cloud.google.com/iap/docs/authentication-howto"),
            Heads(FrontCredentials, "www-authenticate: Basic", "https://www.rfc-editor.org/rfc/rfc7617"),
            Heads(FrontCredentials, "www-authenticate: Negotiate", "https://www.rfc-editor.org/rfc/rfc4559"),
        ]),
        new("Firewalls and bot checks", "https://developers.cloudflare.com/cloudflare-challenges/",
        [
            Heads(Firewall, "cf-mitigated: challenge"),
            Says(Firewall, "Just a moment..."),
            Says(Firewall, "Attention Required! | Cloudflare"),
            Says(Firewall, "Sorry, you have been blocked"),
            Says(Rate, "error code: 1015",
                "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1015/"),
            Says(Firewall, "error code: 10", "https://github.com/gaboolic/cloudflare-reverse-fast/issues/10"),
            Says(Firewall, "blocked access based on your browser's signature", "https://github.com/diegosouzapw/OmniRoute/issues/8775"),
            Says(Firewall, "used Cloudflare to restrict access", "https://github.com/JohnnyZ93/oai-compatible-copilot/issues/287"),
            Says(Firewall, "errors.aliyun.com", "https://github.com/izaart95-jpg/GLM-Free-API/issues/20"),
            Says(Firewall, "The requested URL was rejected. Please consult with your administrator",
                "https://my.f5.com/manage/s/article/K6998"),
            Says(Firewall, "Access Denied*Reference #", "https://techdocs.akamai.com/"),
            Says(Firewall, "Request blocked*CloudFront",
                "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-permission-denied.html"),
        ]),
        new("Inspecting proxies", "https://docs.mitmproxy.org/stable/concepts/certificates/",
        [
            Heads(ProxyPage, "server: mitmproxy", "https://docs.mitmproxy.org/stable/concepts/options/#ssl_insecure"),
            Says(ProxyPage, "The requested URL could not be retrieved", "https://wiki.squid-cache.org/Features/CustomErrors"),
            Says(ProxyPage, "Cache Access Denied", "https://wiki.squid-cache.org/Features/CustomErrors"),
            Says(ProxyPage, "Zscaler", "https://help.zscaler.com/zia/about-end-user-notifications"),
            Says(ProxyPage, "Web Page Blocked", "https://docs.fortinet.com/document/fortigate/latest/administration-guide/"),
        ]),
    ];
}
