using System.Net;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>Real servers on free loopback ports that close idle connections soon, and say so as each of them does.</summary>
public static class IdleServers
{
    /// <summary>HAProxy passes bytes on: the client's side may be silent for so long.</summary>
    /// <param name="upstream">The server behind it.</param>
    /// <param name="limit">In HAProxy's words, such as <c>1500ms</c>.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartHaproxyAsync(IPEndPoint upstream, string limit, CancellationToken cancellationToken) =>
        LabProcess.StartAsync("haproxy", (folder, port) =>
        [
            "-db", "-f", folder.Write("haproxy.cfg", $"""
                listen wire
                  mode tcp
                  bind 127.0.0.1:{port}
                  timeout connect 5s
                  timeout client {limit}
                  timeout server 60s
                  server one {upstream}

                """),
        ], cancellationToken);

    /// <summary>HAProxy ends TLS and keeps idle connections for so long.</summary>
    /// <param name="upstream">The API over plain HTTP.</param>
    /// <param name="limit">In HAProxy's words, such as <c>1500ms</c>.</param>
    /// <param name="certificate">The certificate to show.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartHaproxyOverTlsAsync(
        IPEndPoint upstream, string limit, LabCertificate certificate, CancellationToken cancellationToken) =>
        LabProcess.StartAsync("haproxy", (folder, port) =>
        {
            var files = certificate.WritePem(folder.Path, "server");
            var both = folder.Write("both.pem", File.ReadAllText(files.Certificates) + "\n" + File.ReadAllText(files.Key));
            return
            [
                "-db", "-f", folder.Write("haproxy.cfg", $"""
                    listen api
                      mode http
                      bind 127.0.0.1:{port} ssl crt {both} alpn h2,http/1.1
                      timeout connect 5s
                      timeout client {limit}
                      timeout http-keep-alive {limit}
                      timeout server 60s
                      server one {upstream}

                    """),
            ];
        }, cancellationToken);

    /// <summary>nginx ends TLS, speaks HTTP/2 too, and keeps idle connections for so long.</summary>
    /// <param name="upstream">The API over plain HTTP.</param>
    /// <param name="limit">In nginx's words, such as <c>1500ms</c>.</param>
    /// <param name="certificate">The certificate to show.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartNginxAsync(IPEndPoint upstream, string limit, LabCertificate certificate, CancellationToken cancellationToken) =>
        LabProcess.StartAsync("nginx", (folder, port) =>
        {
            var files = certificate.WritePem(folder.Path, "server");
            return
            [
                "-p", folder.Path, "-e", "stderr", "-c", folder.Write("nginx.conf", $$"""
                    daemon off;
                    master_process off;
                    pid {{folder.Path}}/nginx.pid;
                    error_log stderr;
                    events { worker_connections 64; }
                    http {
                      access_log off;
                      keepalive_timeout {{limit}};
                      client_body_temp_path {{folder.Path}}/body;
                      proxy_temp_path {{folder.Path}}/proxy;
                      fastcgi_temp_path {{folder.Path}}/fastcgi;
                      uwsgi_temp_path {{folder.Path}}/uwsgi;
                      scgi_temp_path {{folder.Path}}/scgi;
                      server {
                        listen 127.0.0.1:{{port}} ssl http2;
                        ssl_certificate {{files.Certificates}};
                        ssl_certificate_key {{files.Key}};
                        location /v1/ { proxy_pass http://{{upstream}}; }
                      }
                    }
                    """),
            ];
        }, cancellationToken);
}
