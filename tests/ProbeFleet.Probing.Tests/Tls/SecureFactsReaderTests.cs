using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.Tests.Tls;

public sealed class SecureFactsReaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FromCallback_SelfSignedForAnotherName_SaysWhatWasPresentedAndWhy()
    {
        using var certificate = TestCertificate.Make("api.example.test", "CN=api.example.test, O=Lab");

        var (seen, _) = await HandshakeAsync(certificate, "other.example.test");

        Assert.Equal("CN=api.example.test, O=Lab", seen.Subject);
        Assert.Equal("CN=api.example.test, O=Lab", seen.Issuer);
        Assert.Equal(["api.example.test"], seen.Names);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), seen.NotAfter!.Value.UtcDateTime);
        Assert.Equal(64, seen.Thumbprint!.Length);
        Assert.Equal(["CN=api.example.test, O=Lab"], seen.Chain);
        Assert.Equal(["RemoteCertificateNameMismatch", "RemoteCertificateChainErrors"], seen.PolicyErrors);
        Assert.Equal(["UntrustedRoot"], seen.ChainStatus);
    }

    [Fact]
    public async Task FromCallback_Expired_SaysNotTimeValid()
    {
        using var certificate = TestCertificate.Make("api.example.test", "CN=api.example.test", validDays: (-20, -10));

        var (seen, _) = await HandshakeAsync(certificate, "api.example.test");

        Assert.Contains("NotTimeValid", seen.ChainStatus!);
        Assert.Equal(["RemoteCertificateChainErrors"], seen.PolicyErrors);
    }

    [Fact]
    public async Task FromStream_Agreed_AddsProtocolAndCipher()
    {
        using var certificate = TestCertificate.Make("api.example.test", "CN=api.example.test");

        var (_, agreed) = await HandshakeAsync(certificate, "api.example.test");

        Assert.Matches("^TLS 1\\.[23]$", agreed.Protocol);
        Assert.StartsWith("TLS_", agreed.CipherSuite, StringComparison.Ordinal);
        Assert.Equal("CN=api.example.test", agreed.Subject);
    }

    [Fact]
    public void FromCallback_NamesBeyondTwenty_AreLeftOut()
    {
        using var certificate = TestCertificate.Make([.. Enumerable.Range(1, 30).Select(index => $"n{index}.test")], "CN=many");

        var facts = SecureFactsReader.FromCallback(certificate, null, SslPolicyErrors.None);

        Assert.Equal(20, facts.Names!.Count);
        Assert.Empty(facts.PolicyErrors!);
    }

    [Fact]
    public void FromCallback_NoCertificate_SaysNotAvailable()
    {
        var facts = SecureFactsReader.FromCallback(null, null, SslPolicyErrors.RemoteCertificateNotAvailable);

        Assert.Equal(["RemoteCertificateNotAvailable"], facts.PolicyErrors);
        Assert.Null(facts.Subject);
    }

    private static async Task<(SecureFacts Seen, SecureFacts Agreed)> HandshakeAsync(X509Certificate2 certificate, string name)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Stop);
        using var accepted = await listener.AcceptTcpClientAsync(Stop);
        await using var server = new SslStream(accepted.GetStream());
        var serving = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Stop);

        SecureFacts? seen = null;
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = name,
                RemoteCertificateValidationCallback = (_, leaf, chain, errors) =>
                {
                    seen = SecureFactsReader.FromCallback(leaf, chain, errors);
                    return seen is not null;
                },
            },
            Stop);
        await serving;
        return (seen!, SecureFactsReader.FromStream(stream, seen));
    }
}
