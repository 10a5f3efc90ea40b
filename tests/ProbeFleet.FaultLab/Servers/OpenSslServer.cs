using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Servers;

/// <summary><c>openssl s_server</c>: the faults of TLS that <see cref="System.Net.Security.SslStream"/> cannot make.</summary>
public static class OpenSslServer
{
    /// <summary>A server that gives up on a client without a certificate: in TLS 1.3 only after the client believes to be done.</summary>
    /// <param name="certificate">The server's own certificate.</param>
    /// <param name="tls13">TLS 1.3, else TLS 1.2.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartRequiringClientCertificateAsync(
        LabCertificate certificate, bool tls13, CancellationToken cancellationToken) =>
        StartAsync(certificate, ["-Verify", "1", "-verify_return_error", tls13 ? "-tls1_3" : "-tls1_2"], cancellationToken);

    /// <summary>
    /// A server that sends its root as well, as inspecting proxies do: to a client that does not trust it this is an untrusted root,
    /// where a root that is not sent is a partial chain.
    /// </summary>
    /// <param name="authority">An authority that the client does not trust.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<LabProcess> StartSendingRootAsync(ThrowawayAuthority authority, CancellationToken cancellationToken)
    {
        using var certificate = authority.IssueServerWithRoot();
        return await StartAsync(certificate, [], cancellationToken);
    }

    private static Task<LabProcess> StartAsync(
        LabCertificate certificate, IReadOnlyList<string> more, CancellationToken cancellationToken) =>
        LabProcess.StartAsync("openssl", (folder, port) =>
        {
            var files = certificate.WritePem(folder.Path, "server");
            return
            [
                "s_server", "-accept", $"127.0.0.1:{port}", "-cert", files.Certificates, "-cert_chain", files.Certificates, "-key",
                files.Key,
                "-www", "-quiet", .. more,
            ];
        }, cancellationToken);
}
