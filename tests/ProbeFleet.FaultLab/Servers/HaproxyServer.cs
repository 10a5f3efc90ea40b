using System.Net;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>A real load balancer (HAProxy) on a free loopback port.</summary>
public static class HaproxyServer
{
    /// <summary>Ends TLS, speaks HTTP/2 too, and HTTP/1.1 to an API behind it.</summary>
    /// <param name="upstream">The API over plain HTTP.</param>
    /// <param name="certificate">The certificate to show.</param>
    /// <param name="timeouts">Its limits, such as <c>timeout http-keep-alive 1500ms</c>; one a line.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartHttpAsync(
        IPEndPoint upstream, LabCertificate certificate, IReadOnlyList<string> timeouts, CancellationToken cancellationToken) =>
        StartAsync(
            (folder, port) =>
            {
                var files = certificate.WritePem(folder.Path, "server");
                var both = folder.Write("both.pem", $"{File.ReadAllText(files.Certificates)}\n{File.ReadAllText(files.Key)}\n");
                return $"""
                    listen api
                      mode http
                      bind 127.0.0.1:{port} ssl crt {both} alpn h2,http/1.1
                      timeout connect 5s
                      {string.Join("\n  ", timeouts)}
                      server one {upstream}
                    """;
            },
            cancellationToken);

    /// <summary>Passes bytes on to a server behind it, which ends TLS itself.</summary>
    /// <param name="upstream">The server.</param>
    /// <param name="timeouts">Its limits, such as <c>timeout tunnel 1s</c>; one a line.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartTcpAsync(
        IPEndPoint upstream, IReadOnlyList<string> timeouts, CancellationToken cancellationToken) =>
        StartAsync(
            (_, port) => $"""
                listen wire
                  mode tcp
                  bind 127.0.0.1:{port}
                  timeout connect 5s
                  {string.Join("\n  ", timeouts)}
                  server one {upstream}
                """,
            cancellationToken);

    private static Task<LabProcess> StartAsync(Func<LabFolder, int, string> configuration, CancellationToken cancellationToken) =>
        LabProcess.StartAsync(
            "haproxy", (folder, port) => ["-db", "-f", folder.Write("haproxy.cfg", configuration(folder, port) + '\n')], cancellationToken);
}
