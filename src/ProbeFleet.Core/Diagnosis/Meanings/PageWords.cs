using static ProbeFleet.Core.Diagnosis.Meanings.Meaning;
using static ProbeFleet.Core.Diagnosis.Meanings.MeaningRow;

namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>The words on pages of web servers, fronts, firewalls and sign-ins that state their cause.</summary>
internal static class PageWords
{
    public static MeaningGroup[] All { get; } =
    [
        new("nginx", "https://nginx.org/en/docs/http/ngx_http_ssl_module.html#errors",
            Says(ClientCertificate, ["No required SSL certificate was sent", "The SSL certificate error"]),
            Says(SchemeWrong, "plain HTTP request was sent to HTTPS port", "https://github.com/bentoml/OpenLLM/issues/449"),
            Says(HeadTooLarge, "Request Header Or Cookie Too Large",
                "https://nginx.org/en/docs/http/ngx_http_core_module.html#large_client_header_buffers")),
        new("Go, Caddy and Traefik", "https://pkg.go.dev/net/http#Server",
            Says(SchemeWrong, "Client sent an HTTP request to an HTTPS server"),
            Says(HeadTooLarge, "Request Header Fields Too Large")),
        new("Apache httpd", "https://httpd.apache.org/docs/2.4/mod/core.html#limitrequestfieldsize",
            Says(SchemeWrong, "speaking plain HTTP to an SSL-enabled server port"),
            Says(HeadTooLarge, "Size of a request header field exceeds server limit")),
        new("Tomcat", "https://tomcat.apache.org/tomcat-10.1-doc/config/http.html",
            Says(SchemeWrong, "This combination of host and port requires TLS")),
        new("IIS and HTTP.sys",
            "https://learn.microsoft.com/troubleshoot/developer/webapps/iis/www-administration-management/http-status-code",
            Says(ClientCertificate, "page requires a client certificate"),
            Says(HostWrong, "Invalid Hostname")),
        new("HTTP/2 only servers", "https://nodejs.org/api/http2.html",
            Says(ProtocolWrong, ["expected `h2`", "Missing ALPN Protocol"])),
        new("Cloudflare Access", "https://developers.cloudflare.com/cloudflare-one/identity/service-tokens/",
            Heads(SignIn, "www-authenticate: Cloudflare-Access", "https://github.com/open-webui/open-webui/issues/29868"),
            Says(SignIn, "Sign in*Cloudflare Access")),
        new("Sign-ins in front", "https://oauth2-proxy.github.io/oauth2-proxy/",
            Says(SignIn, "OAuth2 Proxy"),
            Says(SignIn, "Login - Authelia", "https://www.authelia.com/"),
            Says(SignIn, "Sign in to your account", "https://learn.microsoft.com/azure/app-service/overview-authentication-authorization"),
            Says(SignIn, "Invalid IAP credentials", "https://cloud.google.com/iap/docs/authentication-howto"),
            Heads(FrontCredentials, "www-authenticate: Basic", "https://www.rfc-editor.org/rfc/rfc7617"),
            Heads(FrontCredentials, "www-authenticate: Negotiate", "https://www.rfc-editor.org/rfc/rfc4559")),
        new("Firewalls and bot checks", "https://developers.cloudflare.com/cloudflare-challenges/",
            Heads(Firewall, "cf-mitigated: challenge"),
            Says(Firewall, ["Just a moment...", "Attention Required! | Cloudflare", "Sorry, you have been blocked"]),
            Says(Rate, "error code: 1015",
                "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1015/"),
            Means(Firewall, "error code: 1005|error code: 1006|error code: 1007|error code: 1008|error code: 1009|error code: 1010"
                + "|error code: 1012|error code: 1020",
                "https://github.com/gaboolic/cloudflare-reverse-fast/issues/10"),
            Means(UpstreamFailed, "error code: 1000|error code: 1001|error code: 1014|error code: 1016|error code: 1018|error code: 1033"
                + "|error code: 1101|error code: 1102",
                "https://github.com/pollinations/pollinations/issues/5265"),
            Says(Firewall, "blocked access based on your browser's signature", "https://github.com/diegosouzapw/OmniRoute/issues/8775"),
            Says(Firewall, "used Cloudflare to restrict access", "https://github.com/JohnnyZ93/oai-compatible-copilot/issues/287"),
            Heads(HostWrong, "x-vercel-error: DEPLOYMENT_NOT_FOUND", "https://vercel.com/docs/errors/DEPLOYMENT_NOT_FOUND"),
            Heads(UpstreamFailed, "ngrok-error-code: ERR_NGROK_3", "https://ngrok.com/docs/errors/err_ngrok_3200/"),
            Heads(UpstreamFailed, "ngrok-error-code: ERR_NGROK_8", "https://ngrok.com/docs/errors/err_ngrok_8012/"),
            Heads(Firewall, "x-vercel-mitigated: challenge", "https://github.com/Kilo-Org/kilocode/issues/14325"),
            Says(Firewall, "The request is blocked*Ref A:", "https://github.com/hkarthik7/azure-devops-java-sdk/issues/111"),
            Means(Firewall, "pardon our interruption|verify you are human|verifying you are human|checking your browser"
                + "|verifying your browser|security checkpoint|unusual traffic",
                "https://github.com/ziplokk1/incapsula-cracker-py3/issues/32"),
            Says(Firewall, "errors.aliyun.com", "https://github.com/izaart95-jpg/GLM-Free-API/issues/20"),
            Says(Firewall, "The requested URL was rejected. Please consult with your administrator",
                "https://my.f5.com/manage/s/article/K6998"),
            Says(Firewall, "Access Denied*Reference #", "https://techdocs.akamai.com/"),
            Says(Firewall, "Request blocked*CloudFront",
                "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-permission-denied.html")),
        new("Google front end", "https://cloud.google.com/run/docs/troubleshooting",
            Hints(PermissionMissing, "Your client does not have permission to get URL")),
        new("Inspecting proxies", "https://docs.mitmproxy.org/stable/concepts/certificates/",
            Heads(ProxyPage, "server: mitmproxy", "https://docs.mitmproxy.org/stable/concepts/options/#ssl_insecure"),
            Says(ProxyPage, ["The requested URL could not be retrieved", "Cache Access Denied"],
                "https://wiki.squid-cache.org/Features/CustomErrors"),
            Means(ProxyPage, "mcafee web gateway|skyhigh|cisco umbrella|netskope|forcepoint|websense|sophos|barracuda|blue coat"
                + "|policy denied|palo alto networks|globalprotect|fortigate|fortiguard|iboss|menlo security|sonicwall|watchguard"
                + "|cato networks",
                "https://github.com/warewulf/warewulf/issues/1525"),
            Means(ProxyPage, "blocked|denied|violation ~ company policy|usage policy|organizations policy|system policy"
                + "|network administrator|system administrator|content filtering|network policy|org policy",
                "https://docs.umbrella.com/deployment-umbrella/docs/block-page-ip-addresses"),
            Means(ProxyPage, "host not in allowlist|blocked by network policy|blocked by org policy|blocked by local rule",
                "https://github.com/docker/sbx-releases/issues/567"),
            Says(ProxyPage, "Zscaler", "https://help.zscaler.com/zia/about-end-user-notifications"),
            Says(ProxyPage, "Web Page Blocked", "https://docs.fortinet.com/document/fortigate/latest/administration-guide/")),
    ];
}
