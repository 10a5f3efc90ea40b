namespace ProbeFleet.FaultLab.Servers.Fronts;

/// <summary>One nginx with a server on a port of its own for each thing that an operator gets wrong.</summary>
internal static class NginxFronts
{
    public static string Configuration(FrontFiles files)
    {
        var temporary = string.Join('\n', Temporary.Select(kind => $"{kind}_temp_path {files.Folder}/{kind};"));
        return $$"""
            daemon off;
            master_process off;
            pid {{files.Folder}}/nginx.pid;
            error_log stderr;
            events { worker_connections 128; }
            http {
              access_log off;
              {{temporary}}
              ssl_certificate {{files.Good.Certificates}};
              ssl_certificate_key {{files.Good.Key}};
              {{Tls(files, "nginx/down", $"location / {{ proxy_pass http://{FrontFiles.Dead}; }}")}}
              {{Tls(files, "nginx/429", "return 429;")}}
              {{Tls(files, "nginx/basic", $"auth_basic \"staff\"; auth_basic_user_file {files.Folder}/none;" + Static(files))}}
              {{Tls(files, "nginx/403", "deny all;" + Static(files))}}
              {{Tls(files, "nginx/403-post", $"location / {{ limit_except GET {{ deny all; }} proxy_pass http://{files.Api}; }}")}}
              {{Tls(files, "nginx/413", "client_max_body_size 1;" + $"location / {{ proxy_pass http://{files.Api}; }}")}}
              {{Tls(files, "nginx/long-head", Static(files))}}
              {{Tls(files, "nginx/client-certificate",
                  $"ssl_client_certificate {files.ClientAuthority}; ssl_verify_client on;" + Static(files))}}
              {{Tls(files, "nginx/plain-to-tls", Static(files))}}
              {{Tls(files, "nginx/404", $"root {files.Folder}/empty;")}}
              {{Tls(files, "nginx/444", "return 444;")}}
              {{Tls(files, "nginx/444-post",
                  $"location / {{ if ($request_method = POST) {{ return 444; }} proxy_pass http://{files.Api}; }}")}}
              {{Tls(files, "nginx/unrecognized-name", "ssl_reject_handshake on;")}}
              {{Tls(files, "nginx/self-signed",
                  $"ssl_certificate {files.Own.Certificates}; ssl_certificate_key {files.Own.Key};" + Static(files))}}
              {{Tls(files, "nginx/expired",
                  $"ssl_certificate {files.Expired.Certificates}; ssl_certificate_key {files.Expired.Key};" + Static(files))}}
              {{Tls(files, "nginx/old-tls", "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;" + Static(files))}}
              {{Plain(files, "nginx/as-proxy", Static(files))}}
            }
            """;
    }

    private static readonly string[] Temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

    private static string Static(FrontFiles files) => $" location / {{ proxy_pass http://{files.Api}; }}";

    private static string Tls(FrontFiles files, string name, string body) =>
        $"server {{ listen 127.0.0.1:{files.Port(name)} ssl; {body} }}";

    private static string Plain(FrontFiles files, string name, string body) => $"server {{ listen 127.0.0.1:{files.Port(name)}; {body} }}";
}
