namespace ProbeFleet.FaultLab.Servers.Fronts;

/// <summary>stunnel, Apache httpd, Caddy and nghttpx, each once with all that is wanted of it.</summary>
internal static class OtherFronts
{
    /// <summary>
    /// One stunnel: a backend that is down, clients without a certificate, and an idle limit before a backend that stays silent.
    /// </summary>
    public static string Stunnel(FrontFiles files, int silentPort) => $"""
        foreground = yes
        debug = 0
        pid =
        cert = {files.Pem}
        [down]
        accept = 127.0.0.1:{files.Port("stunnel/down")}
        connect = {FrontFiles.Dead}
        [clients]
        accept = 127.0.0.1:{files.Port("stunnel/client-certificate")}
        connect = {files.Api}
        verifyChain = yes
        requireCert = yes
        CAfile = {files.ClientAuthority}
        [idle]
        accept = 127.0.0.1:{files.Port("stunnel/idle")}
        connect = 127.0.0.1:{silentPort}
        TIMEOUTidle = 2

        """;

    /// <summary>One Apache: client certificates for the whole server and for a place in it, a long head, and a forward proxy.</summary>
    public static string Apache(FrontFiles files)
    {
        string[] modules =
        [
            "mpm_event", "authz_core", "ssl", "socache_shmcb", "proxy", "proxy_connect", "authn_core", "auth_basic", "authn_file",
            "authz_user",
        ];
        var load = string.Join('\n', modules.Select(module => $"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so"));
        var tls = $"SSLEngine on\nSSLCertificateFile {files.Good.Certificates}\nSSLCertificateKeyFile {files.Good.Key}";
        var place = $"\nSSLCACertificateFile {files.ClientAuthority}\n<Location />\nSSLVerifyClient require\n</Location>";
        var proxy = $"ProxyRequests On\n<Proxy *>\nAuthType Basic\nAuthName proxy\nAuthUserFile {files.Folder}/none\nRequire "
            + "valid-user\n</Proxy>";
        var wants = $"SSLCACertificateFile {files.ClientAuthority}\nSSLVerifyClient require";
        return $"""
            {load}
            ServerRoot {files.Folder}
            ServerName localhost
            PidFile {files.Folder}/apache.pid
            Mutex file:{files.Folder}
            ErrorLog {files.Folder}/apache.log
            {Host("apache/client-certificate", tls + "\n" + wants)}
            {Host("apache/client-certificate-1.2", tls + "\n" + wants + "\nSSLProtocol TLSv1.2")}
            {Host("apache/client-certificate-of-a-place", tls + place)}
            {Host("apache/long-head", tls)}
            {Host("apache/proxy-port-denied", "ProxyRequests On\nAllowCONNECT 443")}
            {Host("apache/proxy-407", proxy)}

            """;

        string Host(string name, string body)
        {
            var port = files.Port(name);
            return $"Listen 127.0.0.1:{port}\n<VirtualHost 127.0.0.1:{port}>\n{body}\n</VirtualHost>";
        }
    }

    /// <summary>One Caddy: clients without a certificate, a short limit of the head, and a site that it does not know.</summary>
    public static string Caddy(FrontFiles files)
    {
        var tls = $"tls {files.Good.Certificates} {files.Good.Key}";
        var clients = $"{{\nclient_auth {{\nmode require_and_verify\ntrusted_ca_cert_file {files.ClientAuthority}\n}}\n}}";
        return $$"""
            {
              admin off
              auto_https off
              storage file_system {{files.Folder}}/caddy
              servers {
                max_header_size 4KB
              }
            }
            {{Site("caddy/client-certificate", $"{tls} {clients}\nrespond hello")}}
            {{Site("caddy/long-head", tls + "\nrespond hello")}}
            {{Site("caddy/404", tls + "\nrespond 404")}}
            {{Site("caddy/unknown-site", tls + "\nrespond hello", "elsewhere.test")}}
            {{Site("caddy/down", tls + $"\nreverse_proxy {FrontFiles.Dead}")}}

            """;

        string Site(string name, string body, string host = "localhost") =>
            $"https://{host}:{files.Port(name)} {{\nbind 127.0.0.1\n{body}\n}}";
    }

    /// <summary>One nghttpx that speaks HTTP/2 only.</summary>
    public static string[] Nghttpx(FrontFiles files) =>
    [
        "--conf=/dev/null", $"--frontend=127.0.0.1,{files.Port("nghttpx/http-2-only")}", $"--backend={files.Api.Address},{files.Api.Port}",
        "--npn-list=h2", "--workers=1", "--errorlog-file=/dev/null", "--accesslog-file=/dev/null", "--log-level=FATAL",
        files.Good.Key, files.Good.Certificates,
    ];
}
