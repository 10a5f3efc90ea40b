using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.Tests.Tls;

/// <summary>Against OpenSSL's own server, which refuses with alerts as most servers do.</summary>
public sealed class OpenSslServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-tls1_2", "TLS 1.2", new[] { "-Verify", "1" }, FailureKind.ClientCertificateRequired)]
    [InlineData("-tls1_3", "TLS 1.3", new[] { "-Verify", "1" }, FailureKind.ClientCertificateRequired)]
    [InlineData("-tls1_2", "TLS 1.2", new string[0], null)]
    [InlineData("-tls1_3", "TLS 1.3", new string[0], null)]
    public async Task Inspect_ClientCertificate_IsSeenInBothVersions(
        string version, string protocol, string[] options, FailureKind? expected)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not installed: apt-get install openssl");
        var folder = Directory.CreateTempSubdirectory("probefleet-tls");
        using var certificate = TestCertificate.Make("api.example.test", "CN=api.example.test");
        var pem = Path.Combine(folder.FullName, "server.pem");
        await File.WriteAllTextAsync(
            pem, certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Stop);
        var port = FreePort.Take(IPAddress.Loopback);
        using var server = Process.Start(new ProcessStartInfo(
            "/usr/bin/openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", pem, version, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        try
        {
            while (await server.StandardOutput.ReadLineAsync(Stop) is { } line && !line.Contains("ACCEPT", StringComparison.Ordinal))
            {
                continue;
            }

            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, Stop);
            // A refusal is waited for as long as it takes; that none comes is known when the inspector's own wait for it is over.
            var inspection = await new TlsInspector(expected is null ? TimeProvider.System : new ManualClock())
                .InspectAsync(client.GetStream(), "api.example.test", TimeSpan.FromMinutes(1), Stop);

            Assert.Equal(expected, inspection.Failure?.Kind);
            Assert.Equal("CN=api.example.test", inspection.Facts!.Subject);
            Assert.Equal(expected is not null && protocol is "TLS 1.2" ? null : protocol, inspection.Facts.Protocol);
        }
        finally
        {
            server.Kill();
            folder.Delete(recursive: true);
        }
    }
}
