using System.Net;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;
using ProbeFleet.FaultLab.Servers;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>
/// Idle connections that are used again: the limit is found between two steps, and a silent drop is told from a close with a word.
/// </summary>
public sealed class ReuseTests(LabApiFixture lab) : IClassFixture<LabApiFixture>
{
    private static readonly int[] Steps = [1, 55, 65, 125, 235, 245, 305];

    /// <summary>
    /// The usual limits: some balancers keep nothing, HTTP servers 30 s, NAT and proxies 60 to 120 s, Azure 240 s, others 300 s.
    /// </summary>
    [Theory]
    [InlineData(0.5, null, 1)]
    [InlineData(30, 1, 55)]
    [InlineData(60, 55, 65)]
    [InlineData(120, 65, 125)]
    [InlineData(230, 125, 235)]
    [InlineData(240, 235, 245)]
    [InlineData(300, 245, 305)]
    public async Task SilentDrop_LimitIsFoundWithinOneStep(double limit, int? kept, int dropped)
    {
        var clock = ClockThatIsNotWaitedFor();
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.FromSeconds(limit), Misbehave.Forgotten.Reset, clock).OverTls(LabTrust.Server));

        var result = await Reusing(server.Https(), 305).RunAsync(Probe.Surroundings with { Clock = clock });

        Assert.Equal((Stage.Respond, Cause.TcpIdleDropped, Owner.ConnectionPath),
            (result.Break, result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Equal((kept, dropped), ((int?)result.Reuse!.Kept?.Wait.TotalSeconds, (int)result.Reuse.Dropped!.Wait.TotalSeconds));
        Assert.Contains(kept is null
            ? "below 1 s"
            : $"between {kept} s and {dropped} s", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains(result.Diagnosis.DoNext, step => step.Contains($"{kept ?? dropped} s", StringComparison.Ordinal));
        Assert.InRange(result.Reuse.Waits.Count, 2, 4);
        Assert.Equal(result.Reuse.Waits.Count, server.Connections.Count);
    }

    [Fact]
    public async Task NoLimit_PassesWithOneConnectionAndTwoRequests()
    {
        var clock = ClockThatIsNotWaitedFor();
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.FromHours(1), Misbehave.Forgotten.Reset, clock).OverTls(LabTrust.Server));

        var result = await Reusing(server.Https(), 305).RunAsync(Probe.Surroundings with { Clock = clock });

        result.AssertPassed();
        Assert.Equal(IdleEnd.Kept, Assert.Single(result.Reuse!.Waits).End);
        Assert.Equal(2, Assert.Single(server.Connections).Requests.Count);
        Assert.Contains("idle for 305 s still worked", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.True(result.Duration < TimeSpan.FromSeconds(305), "The wait is no part of the probe's time.");
    }

    [Fact]
    public async Task BytesSent_AreThoseOfTheFirstRequest()
    {
        var clock = ClockThatIsNotWaitedFor();
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.FromHours(1), Misbehave.Forgotten.Reset, clock).OverTls(LabTrust.Server));
        var request = Reusing(server.Https(), 305);

        var once = await (request with { Variant = ProbeVariant.Full }).RunAsync();
        var twice = await request.RunAsync(Probe.Surroundings with { Clock = clock });

        Assert.Equal(IdleEnd.Kept, Assert.Single(twice.Reuse!.Waits).End);
        Assert.Equal(once.Facts<SendFacts>(), twice.Facts<SendFacts>());
    }

    [Fact]
    public async Task WaitsLongerThanTheWholeBudget_LeaveTimeForThePageAndTheBrowsersQuestion()
    {
        var clock = ClockThatIsNotWaitedFor();
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.FromSeconds(60), Misbehave.Forgotten.Reset, clock).OverTls(LabTrust.Server));
        await using var proxy = FaultServer.Start(FaultProxy.Refuse("403 Forbidden"));
        var request = Reusing(server.Https(), 305) with { Origin = new("https://app.contoso.example"), ReadStatusPage = true };

        var result = await (request with { Route = request.Route with { Proxy = new ProxyChoice.FromEnvironment() } }).RunAsync(
            Probe.Surroundings with
            {
                Clock = clock,
                Environment = name => name switch
                {
                    "HTTPS_PROXY" => $"http://127.0.0.1:{proxy.Endpoint.Port}",
                    "NO_PROXY" => "localhost",
                    _ => Probe.Surroundings.Environment(name),
                },
            });

        Assert.Equal(Cause.TcpIdleDropped, result.Diagnosis.Cause);
        Assert.Equal(("unreadable", 200), (result.StatusPage?.Indicator, result.Preflight?.Status));
        Assert.True(proxy.Received("CONNECT status.openai.com:443"));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task SilentDropInATunnel_IsFoundAndTheAdviceNamesTheProxy(string scheme)
    {
        await using var proxy = FaultServer.Start(scheme == "http" ? FaultProxy.Working : FaultProxy.Socks5Working);
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.Zero, Misbehave.Forgotten.Swallowed, TimeProvider.System).OverTls(LabTrust.Server));
        var request = Reusing(server.Https(), 0.2).Through(new($"{scheme}://127.0.0.1:{proxy.Endpoint.Port}"));

        var result = await (request with { Budget = Probe.Ample with { Headers = TimeSpan.FromSeconds(1) } }).RunAsync();

        Assert.Equal((Cause.TcpIdleDropped, StageOutcome.Passed), (result.Diagnosis.Cause, result.Find<TunnelEvidence>()!.Outcome));
        Assert.Contains(result.Diagnosis.DoNext, step => step.Contains(
            $"the proxy {scheme}://127.0.0.1:{proxy.Endpoint.Port}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RouteHttp.Http11)]
    [InlineData(RouteHttp.Http2)]
    public async Task NoAnswer_EndsWithinTheBudgetOfHeaders(RouteHttp http)
    {
        await using var server = http is RouteHttp.Http11
            ? FaultServer.Start(Misbehave.KeepsUntilIdleFor(
                TimeSpan.Zero, Misbehave.Forgotten.Swallowed, TimeProvider.System).OverTls(LabTrust.Server))
            : FaultServer.Start(Misbehave.Http2AnswersOnce.OverTlsWithHttp2(LabTrust.Server));
        var request = Reusing(server.Https(), 0.2) with { Budget = Probe.Ample with { Headers = TimeSpan.FromSeconds(1) } };

        var result = await (request with { Route = request.Route with { Http = http } }).RunAsync();

        Assert.Equal((Stage.Respond, Cause.TcpIdleDropped), (result.Break, result.Diagnosis.Cause));
        Assert.Equal((IdleEnd.Dropped, IdleSign.NoAnswer), (result.Reuse!.Waits[0].End, result.Reuse.Waits[0].Sign));
        Assert.InRange(result.Reuse.Waits[0].SecondRequest!.Value.TotalSeconds, 0.9, 30);
        Assert.Equal(FailureKind.TimedOut, result.FailureAt(Stage.Respond)!.Kind);
        Assert.Null(result.Response);
    }

    [Fact]
    public async Task ResetOnReuse_IsASilentDropToo()
    {
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.Zero, Misbehave.Forgotten.Reset, TimeProvider.System).OverTls(LabTrust.Server));

        var result = await (Reusing(server.Https(),
            0.2) with
        {
            Budget = Probe.Ample with { Headers = TimeSpan.FromSeconds(5) },
        }).RunAsync();

        Assert.Equal(Cause.TcpIdleDropped, result.Diagnosis.Cause);
        Assert.Equal((IdleEnd.Dropped, IdleSign.Reset), (result.Reuse!.Waits[0].End, result.Reuse.Waits[0].Sign));
        Assert.Equal(FailureKind.Reset, result.FailureAt(Stage.Respond)!.Kind);
    }

    private static readonly string[] Soon = ["timeout client 1500ms", "timeout server 60s"];

    public enum Closer
    {
        HaproxyTcp, HaproxyTls, HaproxyHttp2, Nginx, NginxHttp2,
    }

    [Theory]
    [InlineData(Closer.HaproxyTcp)]
    [InlineData(Closer.HaproxyTls)]
    [InlineData(Closer.HaproxyHttp2)]
    [InlineData(Closer.Nginx)]
    [InlineData(Closer.NginxHttp2)]
    public async Task ToldClose_PassesAndItsTimeIsFoundWithinOneStep(Closer closer)
    {
        var stop = TestContext.Current.CancellationToken;
        Assert.SkipWhen(LabRequirements.MissingFor("haproxy", "nginx") is not null, LabRequirements.MissingFor("haproxy", "nginx") ?? "");
        var plain = new IPEndPoint(IPAddress.Loopback, lab.Api.Http.Port);
        await using var server = await (closer switch
        {
            Closer.HaproxyTcp => HaproxyServer.StartTcpAsync(new(IPAddress.Loopback, lab.Api.Https.Port), Soon, stop),
            Closer.HaproxyTls or Closer.HaproxyHttp2 => HaproxyServer.StartHttpAsync(
                plain, LabTrust.Server, [.. Soon, "timeout http-keep-alive 1500ms"], stop),
            Closer.Nginx or Closer.NginxHttp2 => NginxServer.StartAsync(plain, LabTrust.Server, stop, idle: "1500ms"),
        });
        var request = Reusing(server.Url("https"), 3);

        var result = await (request with
        {
            Route = request.Route with { Http = closer is Closer.NginxHttp2 or Closer.HaproxyHttp2 ? RouteHttp.Http2 : RouteHttp.Http11 },
        }).RunAsync();

        result.AssertPassed();
        var wait = Assert.Single(result.Reuse!.Waits);
        Assert.Equal((IdleEnd.Told, IdleSign.Closed), (wait.End, wait.Sign));
        Assert.InRange(wait.EndedAfter!.Value.TotalSeconds, 1, 3);
        Assert.Contains("said so", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionCloseHeader_SaysThatNothingIsKept()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));

        var result = await Reusing(server.Https(), 60).RunAsync();

        result.AssertPassed();
        Assert.Equal(IdleSign.CloseHeader, Assert.Single(result.Reuse!.Waits).Sign);
        Assert.Contains("connection: close", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstRequestRefused_IsJudgedAsEver()
    {
        var request = Reusing(lab.Api.BaseUrl(LabPersona.OpenAI), 60);

        var result = await request.RunAsync(Probe.Surroundings with { Environment = name => name == "LAB_OPENAI_KEY" ? "sk-wrong" : null });

        Assert.Equal(Cause.AuthInvalidKey, result.Diagnosis.Cause);
        Assert.Null(result.Reuse);
    }

    [Fact]
    public async Task PathDepth_ARefusalWithoutAKeyIsAnAnswerToo()
    {
        var result = await (Reusing(lab.Api.BaseUrl(LabPersona.OpenAI), 0.1) with { Depth = ProbeDepth.Path }).RunAsync();

        result.AssertPassed();
        Assert.Equal((IdleEnd.Kept, 401), (Assert.Single(result.Reuse!.Waits).End, result.Reuse.Waits[0].Status));
    }

    [Fact]
    public async Task StreamWhoseConnectionIsDropped_TellsOfNothingAfterTheSecondRequest()
    {
        await using var server = FaultServer.Start(Streaming(endsBody: true));
        var request = Streamed(server.Https("/v1"));

        var result = await (request with { Budget = Probe.Ample with { Headers = TimeSpan.FromSeconds(1) } }).RunAsync();

        Assert.True((Stage.Respond, Cause.TcpIdleDropped) == (result.Break, result.Diagnosis.Cause), result.ToJson());
        Assert.Equal(
            (StageOutcome.Skipped, StageOutcome.Skipped),
            (result.Find<FirstEventEvidence>()!.Outcome, result.Find<AnswerEvidence>()!.Outcome));
        Assert.Equal(2, server.Connections.First().Requests.Count);
    }

    [Fact]
    public async Task StreamWhoseBodyDoesNotEnd_SaysNothingOfIdleConnections()
    {
        await using var server = FaultServer.Start(Streaming(endsBody: false));

        var result = await Streamed(server.Https("/v1")).RunAsync();

        result.AssertPassed();
        Assert.Null(result.Reuse);
        Assert.Contains("nothing was learned of idle ones", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelledWhileIdle_IsACancelledProbe()
    {
        using var cancelling = new CancellationTokenSource();
        var clock = new ManualClock
        {
            Waiting = wait => _ = wait == TimeSpan.FromSeconds(50) ? cancelling.CancelAsync() : Task.CompletedTask,
        };
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.FromHours(1), Misbehave.Forgotten.Reset, clock).OverTls(LabTrust.Server));

        var result = await new RouteProber(Probe.Surroundings with { Clock = clock }).ProbeAsync(
            Reusing(server.Https(), 50), null, cancelling.Token);

        Assert.Equal(Cause.ProbeCancelled, result.Diagnosis.Cause);
    }

    /// <summary>Answers the first request of a connection by a stream, and no other.</summary>
    private static Misbehaviour Streaming(bool endsBody) => ((Misbehaviour)(async (connection, stopping) =>
    {
        var request = await connection.ReadRequestAsync(stopping);
        var events = string.Concat(LabStreams.Of(request!.Target, 3));
        await connection.WriteAsync(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{events.Length:x}\r\n{events}\r\n"
            + (endsBody ? "0\r\n\r\n" : ""),
            stopping);
        await connection.ReadRequestAsync(stopping);
        await connection.HoldAsync(stopping);
    })).OverTls(LabTrust.Server);

    private static ProbeRequest Streamed(Uri baseUrl)
    {
        var request = Reusing(baseUrl, 0.2);
        return request with { Route = request.Route with { Request = RequestKind.ChatStream } };
    }

    private static ProbeRequest Reusing(Uri baseUrl, double seconds) =>
        Probe.Of(baseUrl) with { Variant = ProbeVariant.Reuse, Idle = TimeSpan.FromSeconds(seconds) };

    /// <summary>Waits of the ladder are over at once; no other is.</summary>
    private static ManualClock ClockThatIsNotWaitedFor() => new() { Passes = wait => Steps.Contains((int)wait.TotalSeconds) };
}
