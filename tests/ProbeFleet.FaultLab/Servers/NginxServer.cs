using System.Net;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>
/// A real web server (nginx) over TLS, HTTP/2 too, on a free loopback port, before an API: <c>/v1/</c> goes there, all else is its own 404.
/// It collects answers
/// (<c>proxy_buffering</c>, its default), under <c>/collecting/v1/</c> with a
/// limit of one second; <c>/piecewise/v1/</c> passes them on as they come, with the same limit.
/// </summary>
public static class NginxServer
{
    /// <summary>Starts one.</summary>
    /// <param name="upstream">The API over plain HTTP: a dead one gives 502, one that never answers 504 after 3 seconds.</param>
    /// <param name="certificate">The certificate to show.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <param name="idle">How long it keeps an idle connection, in nginx's words, such as <c>1500ms</c>.</param>
    public static Task<LabProcess> StartAsync(
        IPEndPoint upstream, LabCertificate certificate, CancellationToken cancellationToken, string idle = "75s") =>
        LabProcess.StartAsync("nginx", (folder, port) =>
            ["-p", folder.Path, "-e", "stderr", "-c", folder.Write("nginx.conf", Configuration(folder, port, upstream, certificate, idle))],
            cancellationToken);

    private static string Configuration(LabFolder folder, int port, IPEndPoint upstream, LabCertificate certificate, string idle)
    {
        var files = certificate.WritePem(folder.Path, "server");
        return $$"""
            daemon off;
            master_process off;
            pid {{folder.Path}}/nginx.pid;
            error_log stderr;
            events { worker_connections 64; }
            http {
              access_log off;
              keepalive_timeout {{idle}};
              client_body_temp_path {{folder.Path}}/body;
              proxy_temp_path {{folder.Path}}/proxy;
              fastcgi_temp_path {{folder.Path}}/fastcgi;
              uwsgi_temp_path {{folder.Path}}/uwsgi;
              scgi_temp_path {{folder.Path}}/scgi;
              server {
                listen 127.0.0.1:{{port}} ssl http2;
                ssl_certificate {{files.Certificates}};
                ssl_certificate_key {{files.Key}};
                root {{folder.Path}}/empty;
                location /v1/ {
                  proxy_pass http://{{upstream}};
                  proxy_read_timeout 3s;
                }
                location /collecting/ {
                  proxy_pass http://{{upstream}}/;
                  proxy_read_timeout 1s;
                }
                location /piecewise/ {
                  proxy_pass http://{{upstream}}/;
                  proxy_http_version 1.1;
                  proxy_buffering off;
                  proxy_read_timeout 1s;
                }
              }
            }
            """;
    }
}
