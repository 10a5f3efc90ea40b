using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>Every call through the real interpreters, and streams that end badly: the same stage, cause and owner as with .NET.</summary>
public sealed class RuntimeStreamTests(Workloads workloads) : IClassFixture<Workloads>
{
    private const string Missing = "The workloads' interpreters are missing: run eng/install-lab.sh.";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    public static bool HasWorkloads => Workloads.Missing is null;

    public static TheoryData<RequestKind> Streams => [RequestKind.ChatStream, RequestKind.ResponsesStream];

    [Theory(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    [InlineData(RequestKind.Chat, "/v1/chat/completions", LabBodies.Completion)]
    [InlineData(RequestKind.Responses, "/v1/responses", """{"object":"response","status":"completed","output":[]}""")]
    [InlineData(RequestKind.Embeddings, "/v1/embeddings",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,0.25]}],"model":"m","usage":{}}""")]
    public async Task WholeAnswer_ThroughEachRuntime_PassesWithItsOneRequest(RequestKind request, string target, string body)
    {
        await using var server = FaultServer.Start(Misbehave.Reply("200 OK", "application/json", body).OverTls(LabTrust.Server));

        await EachAsync(Of(server.Https(), request), (_, result) =>
        {
            result.AssertPassed();
            Assert.Equal(request is RequestKind.Chat ? null : request, result.Route.Request);
        });

        Assert.Equal(workloads.All.Count, server.Requests.Count());
        Assert.All(server.Requests, asked => Assert.Equal(target, asked.Target));
    }

    [Theory(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    [MemberData(nameof(Streams))]
    public async Task HealthyStream_ThroughEachRuntime_HasTheFactsThatDotnetReads(RequestKind request)
    {
        // After its last event a server may keep the connection.
        var stream = new StreamPlan { Gap = TimeSpan.FromMilliseconds(30), Then = Misbehave.Silence };
        await using var server = FaultServer.Start(Misbehave.Stream(stream).OverTls(LabTrust.Server));
        var dotnet = FactsOf(await Of(server.Https(), request).RunAsync());

        await EachAsync(Of(server.Https(), request), (workload, result) =>
        {
            result.AssertPassed();
            Assert.Equal(
                [Stage.Send, Stage.Respond, Stage.FirstEvent, Stage.Answer],
                result.Stages.Where(stage => stage is { Outcome: StageOutcome.Passed, Duration: not null }).Select(stage => stage.Stage).TakeLast(4));
            var facts = FactsOf(result);
            Assert.Equal(
                (dotnet.Events, dotnet.Contents, dotnet.Comments, StreamEnd.LastEvent, true),
                (facts.Events, facts.Contents, facts.Comments, facts.End, facts.HasTerminalEvent));
            Assert.True(facts is { LongestGap: not null, FirstContent: not null }, $"{workload}: {result.ToJson()}");
            Assert.Equal(LabStreams.Model, result.Response!.Model);
            Assert.Equal(request is RequestKind.ChatStream ? "stop" : "completed", result.Find<AnswerEvidence>()!.Facts!.FinishReason);
            Assert.DoesNotContain("\"Hi\"", result.ToJson(), StringComparison.Ordinal);
        });
    }

    /// <summary>How a stream ends, and what each way to end it is.</summary>
    public static TheoryData<string, RequestKind> Ends
    {
        get
        {
            TheoryData<string, RequestKind> ends = [];
            foreach (var request in Streams)
            {
                foreach (var name in Plans.Keys)
                {
                    ends.Add(name, request.Data);
                }
            }

            return ends;
        }
    }

    [Theory(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    [MemberData(nameof(Ends))]
    public async Task BrokenStream_ThroughEachRuntime_HasItsStageCauseAndOwner(string name, RequestKind request)
    {
        var (stream, isSecure, cause, owner, end) = Plans[name];
        await using var server = FaultServer.Start(
            isSecure ? Misbehave.Stream(stream).OverTls(LabTrust.Server) : Misbehave.Stream(stream));
        var order = Of(isSecure ? server.Https() : server.Http(), request) with
        {
            Budget = end is StreamEnd.GapBudget ? Probe.Ample with { StreamGap = Patience } : Probe.Ample,
        };

        await EachAsync(order, (workload, result) =>
        {
            var seen = result.Find<AnswerEvidence>()!.Facts?.Stream?.End ?? result.Find<FirstEventEvidence>()!.Facts!.End;
            // Node does not tell its programs of the alert that ends TLS, nor of a reset that one of its own writes took from the kernel.
            var isUnseen = workload.Runtime is WorkloadRuntime.Node && isSecure
                && (end is StreamEnd.TlsAlert or StreamEnd.Fin || (end is StreamEnd.Rst && seen is StreamEnd.Closed));
            var expected = isUnseen ? (cause, Owner.ConnectionPath, StreamEnd.Closed) : (cause, owner, end);
            Assert.True(
                expected == (result.Diagnosis.Cause, result.Diagnosis.Owner, seen)
                && result.Break == (stream.Sent == 0 ? Stage.FirstEvent : Stage.Answer),
                $"{workload}: {result.ToJson()}");
            var silence = result.Find<AnswerEvidence>()!.Facts?.Stream?.GapBeforeEnd ?? result.Find<FirstEventEvidence>()!.Facts!.GapBeforeEnd;
            Assert.True(end is not StreamEnd.GapBudget || silence > TimeSpan.Zero, $"{workload}: {result.ToJson()}");
        });
    }

    [Theory(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    [MemberData(nameof(Streams))]
    public async Task EverythingAtOnce_ThroughEachRuntime_IsBuffered(RequestKind request)
    {
        await using var server = FaultServer.Start(Misbehave.HeldStream(TimeSpan.FromSeconds(2)));

        await EachAsync(Of(server.Http(), request), (_, result) =>
        {
            result.AssertPassed();
            Assert.Equal(Cause.StreamBuffered, result.Diagnosis.Cause);
        });
    }

    [Theory(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    [InlineData(RequestKind.ChatStream, "200 OK", LabBodies.Completion, Cause.StreamNotStreamed)]
    [InlineData(RequestKind.ChatStream, "200 OK", "<html><title>Guest WiFi</title>Please sign in</html>", Cause.HttpNotApi)]
    [InlineData(RequestKind.ResponsesStream, "429 Too Many Requests",
        """{"error":{"message":"You exceeded your current quota, please check your plan.","code":"insufficient_quota"}}""", Cause.QuotaBilling)]
    public async Task AnswerThatIsNoStream_ThroughEachRuntime_IsJudgedAsFromDotnet(RequestKind request, string status, string body, Cause cause)
    {
        await using var server = FaultServer.Start(Misbehave.Reply(status, body[0] is '<' ? "text/html" : "application/json", body));

        await EachAsync(Of(server.Http(), request), (workload, result) =>
        {
            Assert.True((Stage.Answer, cause) == (result.Break, result.Diagnosis.Cause), $"{workload}: {result.ToJson()}");
            Assert.Equal(StageOutcome.Skipped, result.Find<FirstEventEvidence>()!.Outcome);
        });
    }

    /// <summary>httpx waits 5 s for each piece unless the workload says otherwise; .NET waits for the probe's budget.</summary>
    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task PauseBeyondHttpxsOwnTimeout_IsExplainedByIt()
    {
        var stream = new StreamPlan
        {
            Gap = TimeSpan.FromSeconds(5.5),
            Sent = 2,
            Then = async (connection, stopping) =>
            {
                await connection.WriteAsync("e\r\ndata: [DONE]\n\n\r\n", stopping);
                await Misbehave.BodyEnd(connection, stopping);
            },
        };
        await using var server = FaultServer.Start(Misbehave.Stream(stream).OverTls(LabTrust.Server));

        var result = await workloads.Httpx.ProbeAsync(Of(server.Https(), RequestKind.ChatStream) with { Explain = true });

        Assert.True(
            (Stage.Answer, Cause.StreamStalled, RuntimeDifferenceKind.Timeouts)
            == (result.Break, result.Diagnosis.Cause, result.Diagnosis.Difference?.Kind), result.ToJson());
        Assert.Contains("waits 5 s for each piece of a stream", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, (StreamPlan Stream, bool IsSecure, Cause Cause, Owner Owner, StreamEnd End)> Plans = new()
    {
        ["stall"] = (new() { Sent = 3, Then = Misbehave.Silence }, true, Cause.StreamStalled, Owner.ApiServer, StreamEnd.GapBudget),
        ["stall before the first event"] =
            (new() { Sent = 0, Then = Misbehave.Silence }, true, Cause.StreamStalled, Owner.ApiServer, StreamEnd.GapBudget),
        ["FIN in plain text"] = (new() { Sent = 4, Then = Misbehave.Fin }, false, Cause.StreamCut, Owner.ApiServer, StreamEnd.Fin),
        ["FIN"] = (new() { Sent = 4, Then = Misbehave.Fin }, true, Cause.StreamCut, Owner.ConnectionPath, StreamEnd.Fin),
        ["alert"] = (new() { Sent = 4, Then = Misbehave.CloseNotify }, true, Cause.StreamCut, Owner.ApiServer, StreamEnd.TlsAlert),
        ["RST"] = (new() { Sent = 4, Then = LateReset }, true, Cause.StreamCut, Owner.ConnectionPath, StreamEnd.Rst),
        ["end of the body"] = (new() { Sent = 4 }, true, Cause.StreamCut, Owner.ApiServer, StreamEnd.BodyEnd),
        ["error event"] =
            (new() { Sent = 3, Fails = true }, true, Cause.ServerOverloaded, Owner.ApiServer, StreamEnd.LastEvent),
    };

    // On loopback a reset can overtake what was sent before it.
    private static Misbehaviour LateReset => async (connection, stopping) =>
    {
        await connection.DelayAsync(TimeSpan.FromMilliseconds(100), stopping);
        await Misbehave.Rst(connection, stopping);
    };

    private Task EachAsync(ProbeRequest request, Action<Workload, ProbeResult> assert) =>
        Parallel.ForEachAsync(workloads.All, TestContext.Current.CancellationToken, async (workload, _) =>
            assert(workload, await workload.ProbeAsync(request)));

    private static ProbeRequest Of(Uri url, RequestKind request)
    {
        var order = Probe.Of(url);
        return order with { Route = order.Route with { Request = request } };
    }

    private static StreamFacts FactsOf(ProbeResult result) => result.Find<AnswerEvidence>()!.Facts!.Stream!;
}
