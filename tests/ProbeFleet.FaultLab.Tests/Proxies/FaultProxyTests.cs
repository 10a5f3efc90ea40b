using System.Net;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.FaultLab.Tests.Proxies;

public sealed class FaultProxyTests
{
    [Fact]
    public async Task Working_PostToHttps_IsTunnelledAndShowsTheProxyNothing()
    {
        await using var api = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var proxy = FaultServer.Start(FaultProxy.Working);
        Assert.Null(await BareClient.PostAsync(api.Https(), proxy.Http("/"), TestContext.Current.CancellationToken));
        Assert.Equal(("CONNECT", $"localhost:{api.Endpoint.Port}"), (Assert.Single(proxy.Requests).Method, proxy.Requests.Single().Target));
        Assert.True(api.Received("max_completion_tokens"));
        Assert.False(proxy.Received("max_completion_tokens"));
    }

    [Fact]
    public async Task Working_PostToHttp_IsForwarded()
    {
        await using var api = FaultServer.Start(Misbehave.Healthy);
        await using var proxy = FaultServer.Start(FaultProxy.Working);
        Assert.Null(await BareClient.PostAsync(api.Http(), proxy.Http("/"), TestContext.Current.CancellationToken));
        Assert.Equal("/v1/chat/completions", Assert.Single(api.Requests).Target);
        Assert.True(proxy.Received("max_completion_tokens"));
    }

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("502 Bad Gateway")]
    [InlineData("503 Service Unavailable")]
    [InlineData("504 Gateway Timeout")]
    public async Task Refuse_PostToHttps_IsATunnelErrorWithTheStatus(string status)
    {
        var error = await FailureOf(FaultProxy.Refuse(status));
        Assert.Equal(HttpRequestError.ProxyTunnelError, error.HttpRequestError);
        Assert.Equal(status[..3], ((int)error.StatusCode!.Value).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task AuthenticationRequired_PostToHttps_IsATunnelErrorWith407() =>
        Assert.Equal(HttpStatusCode.ProxyAuthenticationRequired, (await FailureOf(FaultProxy.AuthenticationRequired)).StatusCode);

    [Fact]
    public async Task ClosesOnConnect_PostToHttps_OpensManyConnectionsForOneCall()
    {
        await using var proxy = FaultServer.Start(FaultProxy.ClosesOnConnect);
        var error = await BareClient.PostAsync(new Uri("https://api.lab.test/v1"), proxy.Http("/"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpRequestException>(error).HttpRequestError);
        Assert.True(proxy.Connections.Count > 1);
    }

    [Fact]
    public async Task ResetsOnConnect_PostToHttps_IsUnknown() =>
        Assert.Equal(HttpRequestError.Unknown, (await FailureOf(FaultProxy.ResetsOnConnect)).HttpRequestError);

    [Fact]
    public async Task SilentOnConnect_PostToHttps_TimesOut()
    {
        await using var proxy = FaultServer.Start(FaultProxy.SilentOnConnect);
        var error = await BareClient.PostAsync(
            new Uri("https://api.lab.test/v1"), proxy.Http("/"), TestContext.Current.CancellationToken, BareClient.Short);
        Assert.IsType<TimeoutException>(Assert.IsType<TaskCanceledException>(error).InnerException);
    }

    [Fact]
    public async Task Inspecting_PostToHttps_ShowsAnUntrustedChain()
    {
        using var certificate = LabTrust.Inspection.IssueServer();
        var error = await FailureOf(FaultProxy.Inspecting(certificate, Misbehave.Healthy));
        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.Contains("certificate chain", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socks5Refusal_PostToHttps_IsATunnelErrorWithoutStatus()
    {
        await using var proxy = FaultServer.Start(FaultProxy.Socks5Refusal);
        var url = new Uri($"socks5://127.0.0.1:{proxy.Endpoint.Port}");
        var error = Assert.IsType<HttpRequestException>(
            await BareClient.PostAsync(new Uri("https://api.lab.test/v1"), url, TestContext.Current.CancellationToken));
        Assert.Equal((HttpRequestError.ProxyTunnelError, null), (error.HttpRequestError, error.StatusCode));
    }

    private static async Task<HttpRequestException> FailureOf(Misbehaviour proxyConduct)
    {
        await using var proxy = FaultServer.Start(proxyConduct);
        return Assert.IsType<HttpRequestException>(
            await BareClient.PostAsync(new Uri("https://api.lab.test/v1"), proxy.Http("/"), TestContext.Current.CancellationToken));
    }
}
