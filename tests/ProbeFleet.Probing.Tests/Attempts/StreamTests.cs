using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>Streams that end badly, each in both shapes: where they break, why, and whose it is.</summary>
public sealed class StreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    public static TheoryData<RequestKind> Streams => [RequestKind.ChatStream, RequestKind.ResponsesStream];

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task HealthyStream_PassesWithItsCountsAndTimes(RequestKind request)
    {
        var result = await ProbeAsync(request, new() { Then = Misbehave.Silence });

        result.AssertPassed();
        Assert.Equal(
            [Stage.Respond, Stage.FirstEvent, Stage.Answer],
            result.Stages.Where(stage => stage.Outcome is StageOutcome.Passed).Select(stage => stage.Stage).TakeLast(3));
        var stream = result.Find<AnswerEvidence>()!.Facts!.Stream!;
        Assert.Equal((6, StreamEnd.LastEvent, true), (stream.Contents, stream.End, stream.HasTerminalEvent));
        Assert.Equal(request is RequestKind.ChatStream ? 9 : 8, stream.Events);
        Assert.Equal(request, result.Route.Request);
        Assert.Equal(request is RequestKind.ChatStream ? "stop" : "completed", result.Find<AnswerEvidence>()!.Facts!.FinishReason);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task StallInTheMiddle_IsTheServers(RequestKind request)
    {
        var result = await ProbeAsync(request, new() { Sent = 3, Then = Misbehave.Silence });

        AssertBroken(result, Stage.Answer, Cause.StreamStalled, Owner.ApiServer);
        Assert.Equal((3, StreamEnd.GapBudget), (FactsOf(result).Events, FactsOf(result).End));
        Assert.Contains("after 3 events", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task StallBeforeTheFirstEvent_BreaksThere(RequestKind request)
    {
        var result = await ProbeAsync(request, new() { Sent = 0, Then = Misbehave.Silence }, RouteKind.Gateway);

        AssertBroken(result, Stage.FirstEvent, Cause.StreamStalled, Owner.RouteProvider);
        Assert.Equal(StreamEnd.GapBudget, result.Find<FirstEventEvidence>()!.Facts!.End);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task CommentsAndNeverAnEvent_IsAStallOfTheModel(RequestKind request)
    {
        var stream = new StreamPlan { Sent = 0, Then = Misbehave.Comments(Patience / 4) };

        var result = await ProbeAsync(request, stream, budget: Probe.Ample with { StreamGap = Patience, Total = 4 * Patience });

        AssertBroken(result, Stage.FirstEvent, Cause.StreamStalled, Owner.ApiServer);
        Assert.Equal(StreamEnd.Budget, result.Find<FirstEventEvidence>()!.Facts!.End);
        Assert.Contains("comments", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task CutByFinInPlainText_IsTheNearServers(RequestKind request)
    {
        var result = await ProbeAsync(request, new() { Sent = 4, Then = Misbehave.Fin });

        AssertBroken(result, Stage.Answer, Cause.StreamCut, Owner.ApiServer);
        Assert.Equal((4, StreamEnd.Fin), (FactsOf(result).Events, FactsOf(result).End));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task CutByFinWithoutATlsAlert_HintsAtSomethingBetween(RequestKind request)
    {
        var result = await ProbeAsync(request, new() { Sent = 4, Then = Misbehave.Fin }, isSecure: true);

        AssertBroken(result, Stage.Answer, Cause.StreamCut, Owner.ConnectionPath);
        Assert.Equal(StreamEnd.Fin, FactsOf(result).End);
    }

    /// <summary>A record of two bytes is as long as one that hides an alert.</summary>
    [Theory]
    [MemberData(nameof(Streams))]
    public async Task CutByFinAfterARecordOfTwoBytes_IsNotTakenForATlsAlert(RequestKind request)
    {
        Misbehaviour cut = async (connection, stopping) =>
        {
            await connection.WriteAsync("2\r", stopping);
            await Misbehave.Fin(connection, stopping);
        };

        var result = await ProbeAsync(request, new() { Sent = 4, Then = cut }, isSecure: true);

        AssertBroken(result, Stage.Answer, Cause.StreamCut, Owner.ConnectionPath);
        Assert.Equal(StreamEnd.Fin, FactsOf(result).End);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task CutAfterATlsAlert_IsOfWhoeverHoldsTheCertificate(RequestKind request)
    {
        var result = await ProbeAsync(request, new() { Sent = 4, Then = Misbehave.CloseNotify }, RouteKind.Gateway, isSecure: true);

        AssertBroken(result, Stage.Answer, Cause.StreamCut, Owner.RouteProvider);
        Assert.Equal(StreamEnd.TlsAlert, FactsOf(result).End);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task CutByReset_IsThePaths(RequestKind request)
    {
        // On loopback a reset can overtake what was sent before it: how many events came is not this test's.
        var result = await ProbeAsync(
            request, new() { Sent = 4, Gap = TimeSpan.FromMilliseconds(20), Then = Misbehave.Rst }, isSecure: true);

        AssertBroken(result, result.Break!.Value, Cause.StreamCut, Owner.ConnectionPath);
        Assert.Contains(result.Break, new Stage?[] { Stage.FirstEvent, Stage.Answer });
        Assert.Equal(StreamEnd.Rst, result.Find<AnswerEvidence>()!.Facts?.Stream?.End ?? result.Find<FirstEventEvidence>()!.Facts!.End);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task BodyThatEndsInOrderWithoutTheLastEvent_IsTheServers(RequestKind request)
    {
        var result = await ProbeAsync(request, new() { Sent = 4 });

        AssertBroken(result, Stage.Answer, Cause.StreamCut, Owner.ApiServer);
        Assert.Equal(StreamEnd.BodyEnd, FactsOf(result).End);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task BodyThatEndsBeforeTheFirstEvent_BreaksThere(RequestKind request)
    {
        var result = await ProbeAsync(request, new() { Sent = 0 });

        AssertBroken(result, Stage.FirstEvent, Cause.StreamCut, Owner.ApiServer);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task ErrorEvent_IsJudgedByItsWords(RequestKind request)
    {
        var result = await ProbeAsync(request, new() { Sent = 3, Fails = true });

        AssertBroken(result, Stage.Answer, Cause.ServerOverloaded, Owner.ApiServer);
        Assert.Equal(FailureKind.ErrorEvent, result.FailureAt(Stage.Answer)!.Kind);
        Assert.Equal("The model is currently overloaded with other requests.", result.Response!.ErrorMessage);
        Assert.Contains("in an event of the stream, after 3 events", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task EverythingAtOnceAfterAWait_IsBufferedAndPasses(RequestKind request)
    {
        await using var server = FaultServer.Start(Misbehave.HeldStream(TimeSpan.FromSeconds(2)));

        var result = await Of(server.Http(), request).RunAsync();

        result.AssertPassed();
        Assert.Equal((Cause.StreamBuffered, Owner.None), (result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Contains("server: nginx/1.22.1", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RequestKind.ChatStream, LabBodies.Completion)]
    [InlineData(RequestKind.ResponsesStream, """{"object":"response","status":"completed","output":[]}""")]
    public async Task AnswerInOnePiece_IsNotStreamed(RequestKind request, string body)
    {
        await using var server = FaultServer.Start(Misbehave.Reply("200 OK", "application/json", body));

        var result = await Of(server.Http(), request, RouteKind.Gateway).RunAsync();

        AssertBroken(result, Stage.Answer, Cause.StreamNotStreamed, Owner.RouteProvider);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task ErrorStatus_IsJudgedAsWithoutAStream(RequestKind request)
    {
        const string refusal =
            """{"error":{"message":"You exceeded your current quota, please check your plan.","code":"insufficient_quota"}}""";
        await using var server = FaultServer.Start(Misbehave.Reply("429 Too Many Requests", "application/json", refusal));

        var result = await Of(server.Http(), request).RunAsync();

        Assert.Equal((Stage.Answer, Cause.QuotaBilling), (result.Break, result.Diagnosis.Cause));
        Assert.Equal(StageOutcome.Skipped, result.Find<FirstEventEvidence>()!.Outcome);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task PageInTheStreamsPlace_IsJudgedAsWithoutAStream(RequestKind request)
    {
        await using var server = FaultServer.Start(
            Misbehave.Reply("200 OK", "text/html", "<html><title>Guest WiFi</title>Please sign in</html>"));

        var result = await Of(server.Http(), request).RunAsync();

        Assert.Equal((Stage.Answer, Cause.HttpNotApi), (result.Break, result.Diagnosis.Cause));
    }

    private static async Task<ProbeResult> ProbeAsync(
        RequestKind request, StreamPlan stream, RouteKind kind = RouteKind.OpenAI, bool isSecure = false, ProbeBudget? budget = null)
    {
        var misbehaviour = Misbehave.Stream(stream);
        await using var server = FaultServer.Start(isSecure ? misbehaviour.OverTls(LabTrust.Server) : misbehaviour);
        var order = Of(isSecure ? server.Https() : server.Http(), request, kind);
        return await (order with { Budget = budget ?? Probe.Ample with { StreamGap = Patience } }).RunAsync();
    }

    private static ProbeRequest Of(Uri url, RequestKind request, RouteKind kind = RouteKind.OpenAI)
    {
        var order = Probe.Of(url, kind);
        return order with { Route = order.Route with { Request = request } };
    }

    private static StreamFacts FactsOf(ProbeResult result) => result.Find<AnswerEvidence>()!.Facts!.Stream!;

    private static void AssertBroken(ProbeResult result, Stage stage, Cause cause, Owner owner) => Assert.True(
        (result.Break, result.Diagnosis.Cause, result.Diagnosis.Owner) == (stage, cause, owner), result.ToJson());
}
