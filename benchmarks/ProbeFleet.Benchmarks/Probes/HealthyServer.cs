using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>nginx with TLS that answers every request with one chat completion: a peer that costs little itself.</summary>
internal sealed class HealthyServer(LabProcess process) : IAsyncDisposable
{
    private const string Completion =
        """{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4.1-nano","choices":"""
            + """[{"index":0,"message":{"role":"assistant","content":"pong"},"finish_reason":"stop"}]}""";

    public Uri BaseUrl => process.Url("https");

    public Uri CompletionUrl => process.Url("https", "/v1/chat/completions");

    public static async Task<HealthyServer> StartAsync(CancellationToken cancellationToken)
    {
        if (LabRequirements.MissingFor("nginx") is { } missing)
        {
            throw new InvalidOperationException($"The benchmark needs nginx: {missing}.");
        }

        return new(await LabProcess.StartAsync("nginx", (folder, port) =>
        {
            var certificate = LabTrust.Server.WritePem(folder.Path, "server");
            var file = Path.Combine(folder.Path, "nginx.conf");
            File.WriteAllText(file, $$"""
                daemon off; master_process off; pid {{folder.Path}}/nginx.pid; error_log stderr;
                events { worker_connections 512; }
                http {
                  access_log off; client_body_temp_path {{folder.Path}}; proxy_temp_path {{folder.Path}};
                  fastcgi_temp_path {{folder.Path}}; uwsgi_temp_path {{folder.Path}}; scgi_temp_path {{folder.Path}};
                  server {
                    listen 127.0.0.1:{{port}} ssl; ssl_certificate {{certificate.Certificates}}; ssl_certificate_key {{certificate.Key}};
                    ssl_protocols TLSv1.3; ssl_session_tickets off; default_type application/json;
                    add_header x-request-id req_0123456789abcdef0123456789abcdef;
                    location / { return 200 '{{Completion}}'; }
                  }
                }
                """);
            return ["-c", file, "-e", "stderr"];
        }, cancellationToken));
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
