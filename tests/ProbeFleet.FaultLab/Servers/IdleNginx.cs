using System.Net;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>A real web server (nginx) on a free loopback port that closes idle connections soon, and says so.</summary>
public static class IdleNginx
{
    /// <summary>nginx ends TLS, speaks HTTP/2 too, and keeps idle connections for so long.</summary>
    /// <param name="upstream">The API over plain HTTP.</param>
    /// <param name="limit">In nginx's words, such as <c>1500ms</c>.</param>
    /// <param name="certificate">The certificate to show.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartAsync(IPEndPoint upstream, string limit, LabCertificate certificate, CancellationToken cancellationToken) =>
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
