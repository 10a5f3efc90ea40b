using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>Defects that a review found, each with the probe that showed it.</summary>
public sealed class ReviewedDefectTests
{
    [Fact]
    public async Task Blackhole_ManyAtOnce_AlwaysSaysWhichAddressGaveNoAnswer()
    {
        using var silent = new SilentPort();
        var request = Probe.Of(new Uri($"https://127.0.0.1:{silent.Number}/v1")) with
        {
            Budget = Probe.Ample with { Connect = TimeSpan.FromMilliseconds(150) },
        };

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => request.RunAsync()));

        Assert.All(results, result => Assert.NotEmpty(result.Find<ConnectEvidence>()!.Facts!.Attempts));
    }

    /// <summary>.NET by itself asks a proxy 16 times that ends the connection instead of answering.</summary>
    [Fact]
    public async Task PlainUrlOfATlsProxy_IsAskedOnceByTheProbeAndOnceByTheCloserLook()
    {
        await using var api = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var proxy = FaultServer.Start(FaultProxy.Working.OverTls(LabTrust.Server));
        var request = Probe.Of(api.Https(), RouteKind.Gateway).Through(new Uri($"http://127.0.0.1:{proxy.Endpoint.Port}"));

        var result = await (request with { Explain = true }).RunAsync();

        Assert.Equal(Owner.ConnectionPath, result.Diagnosis.Owner);
        Assert.Equal(Cause.ProxyNoAnswer, result.Diagnosis.Cause);
        Assert.InRange(proxy.Connections.Count, 1, 3);
    }

    [Theory]
    [InlineData(
        "400 Bad Request",
        """{"error":{"message":"Unsupported parameter: 'max_completion_tokens'. Use 'max_tokens' instead.","type":"invalid_request_error"}}""")]
    [InlineData("422 Unprocessable Entity",
        """{"detail":[{"loc":["body","max_completion_tokens"],"msg":"Extra inputs are not permitted"}]}""")]
    public async Task OldGateway_ThatKnowsOnlyMaxTokens_IsAskedAgainInItsOwnWords(string status, string body)
    {
        var answers = new Queue<Misbehaviour>([Misbehave.Reply(status, "application/json", body), Misbehave.Healthy]);
        await using var server = FaultServer.Start((connection, stopping) => answers.Dequeue()(connection, stopping));

        var result = await Probe.Of(server.Http(), RouteKind.Gateway).RunAsync();

        result.AssertPassed();
        Assert.Equal(2, server.Connections.Count);
        Assert.Contains("\"max_tokens\"", server.Connections.Last().ReceivedText, StringComparison.Ordinal);
        Assert.Contains($"max_completion_tokens was answered {status[..3]}", result.Find<ConfigureEvidence>()!.Facts!.Repeated,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task OldGateway_AskedAgain_BeginsWhenTheRequestThatCountsDoes()
    {
        var answers = new Queue<Misbehaviour>(
        [
            Misbehave.Reply("400 Bad Request", "application/json",
                """{"error":{"message":"Unsupported parameter: 'max_completion_tokens'."}}"""),
            Misbehave.Healthy,
        ]);
        var clock = new ManualClock();
        var wait = TimeSpan.FromSeconds(1);
        await using var server = FaultServer.Start((connection, stopping) =>
        {
            clock.Advance(wait);
            return answers.Dequeue()(connection, stopping);
        });
        var began = clock.GetUtcNow();

        var result = await (Probe.Of(server.Http(), RouteKind.Gateway) with { Budget = new(wait * 5, wait * 5, wait * 5, wait * 20) })
            .RunAsync(Probe.Surroundings with { Clock = clock });

        result.AssertPassed();
        Assert.Equal((began + wait, wait), (result.StartedAt, result.Duration));
    }

    [Fact]
    public async Task SilentAiaHost_CertificateReceived_SaysThatTheIntermediateIsMissing()
    {
        await using var fault = await FaultCatalog.Named("tls/silent-aia").StartAsync(TestContext.Current.CancellationToken);
        var request = Probe.Of(fault.BaseUrl) with { Budget = Probe.Ample with { Tls = TimeSpan.FromSeconds(3) } };

        var result = await request.RunAsync();

        Assert.Equal((Stage.Secure, Cause.TlsPartialChain), (result.Break, result.Diagnosis.Cause));
        Assert.Null(result.Find<SecureEvidence>()!.Facts!.ChainHung);
        Assert.Contains("was not sent", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("intermediate", result.Diagnosis.DoNext[0], StringComparison.Ordinal);
        Assert.DoesNotContain(result.Diagnosis.DoNext, step => step.Contains("MTU", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HandshakeThatStopsHalfway_SomeBytesReceived_IsATimeoutThatSaysHowMany()
    {
        await using var server = FaultServer.Start(static async (connection, stopping) =>
        {
            await connection.ReadHelloAsync(stopping);
            await connection.Stream.WriteAsync(new byte[] { 22, 3, 3, 1, 0, 2, 0, 0 }, stopping);
            await connection.HoldAsync(stopping);
        });

        var result = await (Probe.Of(server.Https()) with { Budget = Probe.Ample with { Tls = TimeSpan.FromSeconds(3) } }).RunAsync();

        Assert.Equal((Cause.TlsTimeout, null), (result.Diagnosis.Cause, result.Find<SecureEvidence>()!.Facts!.ChainHung));
        Assert.Contains("stopped after 8 bytes", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusPage_RouteBypassesTheProxy_GoesThroughTheProxyOfItsOwnHost()
    {
        await using var server = FaultServer.Start(Misbehave.CloseBeforeHeaders);
        await using var proxy = FaultServer.Start(FaultProxy.Refuse("403 Forbidden"));
        var request = Probe.Of(server.Http());
        var surroundings = Probe.Surroundings with
        {
            Environment = name => name switch
            {
                "HTTPS_PROXY" => $"http://127.0.0.1:{proxy.Endpoint.Port}",
                "NO_PROXY" => "localhost",
                _ => Probe.Surroundings.Environment(name),
            },
        };

        var throughProxy = request with { ReadStatusPage = true, Route = request.Route with { Proxy = new ProxyChoice.FromEnvironment() } };
        var result = await throughProxy.RunAsync(surroundings);

        Assert.Equal("unreadable", result.StatusPage!.Indicator);
        Assert.True(proxy.Received("CONNECT status.openai.com:443"));
    }

    [Fact]
    public async Task Body_AboveTheCap_IsSaidInTheEvidence()
    {
        await using var server = FaultServer.Start(static async (connection, stopping) =>
        {
            await connection.ReadRequestAsync(stopping);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n", stopping);
            var part = new byte[64 * 1024];
            while (!stopping.IsCancellationRequested)
            {
                await connection.Stream.WriteAsync(part, stopping);
            }
        });

        var result = await Probe.Of(server.Http()).RunAsync();

        Assert.Equal((Stage.Answer, FailureKind.TooLarge), (result.Break, result.FailureAt(Stage.Answer)!.Kind));
        Assert.Equal(Cause.HttpNotApi, result.Diagnosis.Cause);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-500)]
    [InlineData(Timeout.Infinite)]
    [InlineData(60L * 24 * 3600 * 1000)]
    public void Budget_OutOfRange_IsRefused(long milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Probe.Ample with { Total = TimeSpan.FromMilliseconds(milliseconds) });
}
