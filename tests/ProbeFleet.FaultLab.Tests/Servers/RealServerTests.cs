using System.Net;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.FaultLab.Tests.Servers;

public sealed class RealServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Squid_Open_TunnelsToTheApi()
    {
        SkipWithout("squid");
        await using var api = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var squid = await SquidServer.StartOpenAsync(Stop);
        Assert.Null(await BareClient.PostAsync(api.Https(), squid.Url("http", "/"), Stop));
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Squid_Open_CannotReachADeadApi()
    {
        SkipWithout("squid");
        using var dead = new ClosedPort();
        await using var squid = await SquidServer.StartOpenAsync(Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await TunnelStatusAsync(squid, new($"https://127.0.0.1:{dead.Number}/v1")));
    }

    [Fact]
    public async Task Squid_Denying_Answers403()
    {
        SkipWithout("squid");
        await using var squid = await SquidServer.StartDenyingAsync(Stop);
        Assert.Equal(HttpStatusCode.Forbidden, await TunnelStatusAsync(squid, new("https://api.lab.test/v1")));
    }

    [Fact]
    public async Task Squid_WantingUser_Answers407()
    {
        SkipWithout("squid");
        await using var squid = await SquidServer.StartWantingUserAsync(Stop);
        Assert.Equal(HttpStatusCode.ProxyAuthenticationRequired, await TunnelStatusAsync(squid, new("https://api.lab.test/v1")));
    }

    [Fact]
    public async Task Mitmproxy_PostToHttps_ShowsAnUntrustedChain()
    {
        SkipWithout("mitmdump");
        await using var api = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var proxy = await MitmproxyServer.StartAsync(LabTrust.Install(), Stop);
        var error = Assert.IsType<HttpRequestException>(await BareClient.PostAsync(api.Https(), proxy.Url("http", "/"), Stop));
        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.Contains("certificate chain", error.InnerException!.Message, StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task Nginx_DeadUpstream_Is502Html()
    {
        SkipWithout("nginx");
        using var dead = new ClosedPort();
        await using var nginx = await NginxServer.StartAsync(new(IPAddress.Loopback, dead.Number), LabTrust.Server, Stop);
        Assert.Equal((502, "text/html", "nginx"), await AnswerAsync(nginx, "/v1/models"));
    }

    [Fact]
    public async Task Nginx_SilentUpstream_Is504Html()
    {
        SkipWithout("nginx");
        await using var silent = FaultServer.Start(Misbehave.HeadersNever);
        await using var nginx = await NginxServer.StartAsync(silent.Endpoint, LabTrust.Server, Stop);
        Assert.Equal((504, "text/html", "nginx"), await AnswerAsync(nginx, "/v1/models"));
    }

    [Fact]
    public async Task Nginx_OtherPath_IsItsOwn404Html()
    {
        SkipWithout("nginx");
        await using var api = FaultServer.Start(Misbehave.Healthy);
        await using var nginx = await NginxServer.StartAsync(api.Endpoint, LabTrust.Server, Stop);
        Assert.Equal((404, "text/html", "nginx"), await AnswerAsync(nginx, "/chat/completions"));
        Assert.Equal((200, "application/json", "nginx"), await AnswerAsync(nginx, "/v1/models"));
    }

    private static void SkipWithout(string program)
    {
        var missing = LabRequirements.MissingFor(program);
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    private static async Task<HttpStatusCode?> TunnelStatusAsync(LabProcess proxy, Uri baseUrl)
    {
        var error = Assert.IsType<HttpRequestException>(await BareClient.PostAsync(baseUrl, proxy.Url("http", "/"), Stop));
        Assert.Equal(HttpRequestError.ProxyTunnelError, error.HttpRequestError);
        return error.StatusCode;
    }

    private static async Task<(int Status, string? Type, string? Server)> AnswerAsync(LabProcess server, string path)
    {
        using var client = BareClient.Create();
        using var response = await client.GetAsync(server.Url("https", path), Stop);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Headers.Server.Single().Product?.Name);
    }
}
