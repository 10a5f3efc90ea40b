using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.Probing.Tests.Connections;

/// <summary>Routes whose client asks for HTTP/2: real servers that choose it, do not choose it, or end the request by a frame.</summary>
public sealed class Http2Tests(LabApiFixture lab) : IClassFixture<LabApiFixture>
{
    public enum Way
    {
        Direct, HttpProxy, HttpsProxy, Socks,
    }

    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.HttpProxy)]
    [InlineData(Way.HttpsProxy)]
    [InlineData(Way.Socks)]
    public async Task RouteWithHttp2_IsSpokenToInHttp2WhateverTheWay(Way way)
    {
        using var own = LabTrust.Trusted.IssueServerFor("127.0.0.1");
        await using var proxy = FaultServer.Start(way switch
        {
            Way.HttpsProxy => FaultProxy.Working.OverTls(own),
            Way.Socks => FaultProxy.Socks5Working,
            Way.Direct or Way.HttpProxy => FaultProxy.Working,
        });
        var request = Asking(lab.Api.BaseUrl(LabPersona.OpenAI));

        var result = await (way switch
        {
            Way.Direct => request,
            Way.HttpProxy => request.Through(new($"http://127.0.0.1:{proxy.Endpoint.Port}")),
            Way.HttpsProxy => request.Through(new($"https://127.0.0.1:{proxy.Endpoint.Port}")),
            Way.Socks => request.Through(new($"socks5://127.0.0.1:{proxy.Endpoint.Port}")),
        }).RunAsync();

        result.AssertPassed();
        Assert.Equal(("h2", "2.0"), (result.Find<SecureEvidence>()!.Facts!.Alpn, result.Find<RespondEvidence>()!.Facts!.HttpVersion));
        Assert.True(result.Find<SendEvidence>()!.Facts!.Bytes > 100, result.ToJson());
        Assert.Equal(way is Way.Direct ? StageOutcome.Skipped : StageOutcome.Passed, result.Find<TunnelEvidence>()!.Outcome);
        Assert.Equal(RouteHttp.Http2, result.Route.Http);
    }

    [Fact]
    public async Task RouteWithout_IsSpokenToInHttp11AndItsFingerprintIsAnother()
    {
        var url = lab.Api.BaseUrl(LabPersona.OpenAI);

        var (usual, asking) = (await Probe.Of(url).RunAsync(), await Asking(url).RunAsync());

        Assert.Equal((null, "1.1"), (usual.Find<SecureEvidence>()!.Facts!.Alpn, usual.Find<RespondEvidence>()!.Facts!.HttpVersion));
        Assert.Null(usual.Route.Http);
        Assert.NotEqual(usual.Fingerprint.Route, asking.Fingerprint.Route);
    }

    [Fact]
    public async Task ServerThatChoosesHttp11_PassesAndTheResultSaysWhatIsSpoken()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));

        var result = await Asking(server.Https("/v1")).RunAsync();

        result.AssertPassed();
        Assert.Equal(("http/1.1", "1.1"), (result.Find<SecureEvidence>()!.Facts!.Alpn, result.Find<RespondEvidence>()!.Facts!.HttpVersion));
        Assert.Contains("HTTP/1.1", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "INTERNAL_ERROR", Owner.ApiServer)]
    [InlineData(8, "CANCEL", Owner.ApiServer)]
    [InlineData(11, "ENHANCE_YOUR_CALM", Owner.ApiServer)]
    [InlineData(4711, "4711", Owner.ApiServer)]
    public async Task StreamReset_IsACauseOfItsOwnWithTheErrorsName(int code, string name, Owner owner)
    {
        await using var server = FaultServer.Start(Misbehave.Http2Reset((uint)code).OverTlsWithHttp2(LabTrust.Server));

        var result = await Asking(server.Https("/v1")).RunAsync();

        Assert.Equal((Stage.Respond, Cause.HttpStreamReset, owner), (result.Break, result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Equal(new Http2End { Frame = Http2EndFrame.ResetStream, Error = name }, result.Find<RespondEvidence>()!.Facts!.Http2End);
        Assert.Contains(name, result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamResetOfAGateway_IsTheRouteProviders()
    {
        await using var server = FaultServer.Start(Misbehave.Http2Reset(2).OverTlsWithHttp2(LabTrust.Server));

        var result = await Asking(server.Https("/v1"), RouteKind.Gateway).RunAsync();

        Assert.Equal((Cause.HttpStreamReset, Owner.RouteProvider), (result.Diagnosis.Cause, result.Diagnosis.Owner));
    }

    [Theory]
    [InlineData(0, true, "NO_ERROR")]
    [InlineData(2, true, "INTERNAL_ERROR")]
    [InlineData(0, false, "NO_ERROR")]
    public async Task GoAway_IsACauseOfItsOwnAndSaysWhetherTheRequestWasTakenUp(int code, bool takenUp, string name)
    {
        await using var server = FaultServer.Start(Misbehave.Http2GoAway((uint)code, takenUp).OverTlsWithHttp2(LabTrust.Server));

        var result = await Asking(server.Https("/v1")).RunAsync();

        Assert.Equal((Stage.Respond, Cause.HttpGoAway, Owner.ApiServer), (result.Break, result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Equal(new Http2End
        {
            Frame = Http2EndFrame.GoAway,
            Error = name,
            TookUp = takenUp,
        }, result.Find<RespondEvidence>()!.Facts!.Http2End);
    }

    [Theory]
    [InlineData(false, Cause.HttpStreamReset, StreamEnd.ResetStream)]
    [InlineData(true, Cause.HttpGoAway, StreamEnd.GoAway)]
    public async Task StreamThatAFrameEnds_IsToldAsThatFrameAndAsNoFin(bool byGoAway, Cause cause, StreamEnd end)
    {
        await using var server = FaultServer.Start(Misbehave.Http2StreamCut(byGoAway).OverTlsWithHttp2(LabTrust.Server));
        var request = Asking(server.Https("/v1"));

        var result = await (request with { Route = request.Route with { Request = RequestKind.ChatStream } }).RunAsync();

        // .NET throws away what came and was not read yet when the frame comes: the events may be seen or not.
        var seen = result.Find<AnswerEvidence>()!.Facts?.Stream?.End ?? result.Find<FirstEventEvidence>()!.Facts!.End;
        Assert.True((cause, end) == (result.Diagnosis.Cause, seen), result.ToJson());
        Assert.Contains("after it had begun to answer", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    /// <summary>After a GOAWAY that took nothing up the client connects again: what fails there is not that frame's doing.</summary>
    [Fact]
    public async Task GoAwayOfAConnectionBefore_IsNotBlamedForWhatFailsAfterwards()
    {
        var connections = 0;
        await using var server = FaultServer.Start((connection, stopping) => (Interlocked.Increment(ref connections) == 1
            ? Misbehave.Http2GoAway(0, takenUp: false).OverTlsWithHttp2(LabTrust.Server)
            : Misbehave.CloseBeforeHeaders.OverTls(LabTrust.Server))(connection, stopping));

        var result = await Asking(server.Https("/v1")).RunAsync();

        Assert.True((Stage.Respond, Cause.HttpClosed) == (result.Break, result.Diagnosis.Cause), result.ToJson());
        Assert.True(connections > 1);
        Assert.DoesNotContain("GOAWAY", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilentServer_TimesOutAtRespondNotAtSend()
    {
        await using var server = FaultServer.Start(Misbehave.Http2Silent.OverTlsWithHttp2(LabTrust.Server));

        var result = await (Asking(server.Https("/v1")) with
        {
            Budget =
            Probe.Ample with { Headers = TimeSpan.FromMilliseconds(500) }
        }).RunAsync();

        Assert.Equal((Stage.Respond, Cause.HttpHeaderTimeout), (result.Break, result.Diagnosis.Cause));
    }

    private static Orders.ProbeRequest Asking(Uri baseUrl, RouteKind kind = RouteKind.OpenAI)
    {
        var request = Probe.Of(baseUrl, kind);
        return request with { Route = request.Route with { Http = RouteHttp.Http2 } };
    }
}
