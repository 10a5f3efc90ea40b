using System.Net.Sockets;
using System.Security.Authentication;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.FaultLab.Tests.Faults;

/// <summary>HttpClient sees what .NET 10 was measured to show for each fault: proof that the lab makes the fault it names.</summary>
public sealed class RawFaultTests
{
    private static readonly LabCertificate Good = LabTrust.Server;

    [Fact]
    public async Task ClosedPort_Post_IsRefused()
    {
        using var port = new ClosedPort();
        var error = await FailureOf(new Uri($"https://localhost:{port.Number}/v1"));
        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task SilentPort_Post_TimesOutWhileConnecting()
    {
        using var port = new SilentPort();
        var error = await BareClient.PostAsync(
            new Uri($"https://127.0.0.1:{port.Number}/v1"), null, TestContext.Current.CancellationToken, BareClient.Short);
        Assert.IsType<TimeoutException>(Assert.IsType<TaskCanceledException>(error).InnerException);
    }

    [Fact]
    public async Task ResetAfterFirstByte_Post_IsResetInsideTls()
    {
        var error = await FailureOf(Misbehave.ResetAfterFirstByte);
        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.InnerException?.InnerException).SocketErrorCode);
    }

    [Theory]
    [InlineData(nameof(Misbehave.CloseOnAccept))]
    [InlineData(nameof(Misbehave.CloseAfterFirstByte))]
    public async Task CloseBeforeTls_Post_IsEndOfStreamInTls(string fault)
    {
        var error = await FailureOf(fault == nameof(Misbehave.CloseOnAccept) ? Misbehave.CloseOnAccept : Misbehave.CloseAfterFirstByte);
        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.Contains("unexpected EOF", Assert.IsType<IOException>(error.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlainHttpOnTlsPort_Post_IsACorruptedFrame()
    {
        var error = await FailureOf(Misbehave.PlainHttpOnTlsPort);
        Assert.Contains("frame", Assert.IsType<AuthenticationException>(error.InnerException).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, "handshake failure")]
    [InlineData(49, "access denied")]
    [InlineData(70, "protocol version")]
    [InlineData(112, "unrecognized name")]
    public async Task TlsAlert_Post_IsNamedByOpenSsl(byte alert, string text)
    {
        var error = await FailureOf(Misbehave.TlsAlert(alert));
        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OldTlsOnly_Post_FindsNoCommonVersion()
    {
        var error = await FailureOf(Misbehave.OldTlsOnly(Good));
        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
    }

    [Theory]
    [InlineData(CertificateFlaw.Expired, "NotTimeValid")]
    [InlineData(CertificateFlaw.NotYetValid, "NotTimeValid")]
    [InlineData(CertificateFlaw.WrongName, "RemoteCertificateNameMismatch")]
    [InlineData(CertificateFlaw.PartialChain, "PartialChain")]
    [InlineData(CertificateFlaw.SelfSigned, "UntrustedRoot")]
    public async Task FlawedCertificate_Post_IsRefusedForItsFlaw(CertificateFlaw flaw, string status)
    {
        using var certificate = LabTrust.Trusted.IssueServer(flaw);
        var error = await FailureOf(Misbehave.Healthy.OverTls(certificate));
        Assert.Contains(status, Assert.IsType<AuthenticationException>(error.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownRootSent_Post_IsUntrustedRoot()
    {
        await using var server = await OpenSslServer.StartSendingRootAsync(LabTrust.Inspection, TestContext.Current.CancellationToken);
        var error = await FailureOf(server.Url("https"));
        Assert.Contains("UntrustedRoot", Assert.IsType<AuthenticationException>(error.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientCertificateRequired_PostWithTls13_LooksLikeAFailedSend()
    {
        await using var server = await OpenSslServer.StartRequiringClientCertificateAsync(
            Good, tls13: true, TestContext.Current.CancellationToken);
        var error = await FailureOf(server.Url("https"));
        Assert.Equal(HttpRequestError.Unknown, error.HttpRequestError);
        Assert.Contains("certificate required", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientCertificateRequired_PostWithTls12_IsAHandshakeFailure()
    {
        await using var server = await OpenSslServer.StartRequiringClientCertificateAsync(
            Good, tls13: false, TestContext.Current.CancellationToken);
        var error = await FailureOf(server.Url("https"));
        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.Contains("handshake failure", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<HttpRequestException> FailureOf(Misbehaviour misbehaviour)
    {
        await using var server = FaultServer.Start(misbehaviour);
        return await FailureOf(server.Https());
    }

    private static async Task<HttpRequestException> FailureOf(Uri baseUrl) =>
        Assert.IsType<HttpRequestException>(await BareClient.PostAsync(baseUrl, null, TestContext.Current.CancellationToken));
}
