using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Diagnosis;

/// <summary>What must hold for any evidence, also for evidence that no golden case has.</summary>
public sealed class DiagnosticianTests
{
    private static readonly ProbeEvidence Template = GoldenCase.Open("healthy-completion").Evidence();

    private static readonly int[] Statuses =
        [200, 204, 302, 400, 401, 402, 403, 404, 405, 407, 408, 409, 418, 422, 424, 429, 470, 500, 501, 502, 503, 504, 520, 529, 599];

    private static readonly string?[] Bodies =
    [
        null, "", "<html><title>t</title></html>", "text", "{}", """{"error":{"message":"m","code":"c"}}""",
        """{"statusCode":401,"message":"m"}""",
        """{"message":"m","request_id":"r"}""", """{"choices":[{}]}""", """{"error":{"message":"m","code":502}}""",
    ];

    private static readonly KeyValuePair<string, string>[] Marks =
    [
        new("x-none", ""), new("apim-request-id", "1"), new("x-litellm-call-id", "1"), new(
            "x-kong-response-latency", "1"), new("x-squid-error", "E"),
        new("cf-ray", "1"), new("www-authenticate", "Bearer realm=\"OpenAI API\""), new("x-generation-id", "gen-1"),
    ];

    public static TheoryData<Stage> Stages => [.. Enum.GetValues<Stage>()];

    public static TheoryData<RouteKind> Kinds => [.. Enum.GetValues<RouteKind>()];

    [Theory, MemberData(nameof(Stages))]
    public void AnyFailure_OfAStage_GetsACauseAndAnOwnerOfTheCatalog(Stage stage)
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            var diagnosis = Diagnostician.Diagnose(Broken(Template, stage, kind));

            AssertSound(diagnosis);
            Assert.NotEqual(Cause.Ok, diagnosis.Cause);
            Assert.Equal(kind is FailureKind.Cancelled, diagnosis.Cause is Cause.ProbeCancelled);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void AnyAnswer_OfAnyoneAtAnyDepth_GetsACauseAndAnOwnerOfTheCatalog(RouteKind kind)
    {
        foreach (var (status, body, mark, depth) in
            from status in Statuses
            from body in Bodies
            from mark in Marks
            from depth in Enum.GetValues<ProbeDepth>()
            select (status, body, mark, depth))
        {
            var evidence = Answered(kind, status, body, mark) with { Depth = depth };
            var diagnosis = Diagnostician.Diagnose(evidence);

            AssertSound(diagnosis);
            if (evidence.Response!.Responder is Responder.Proxy)
            {
                // A front that TLS proves may ask for a key or limit by itself; a page on a provider's own host is never the provider's.
                Assert.NotEqual(Cause.Ok, diagnosis.Cause);
                Assert.False(
                    diagnosis.Owner is Owner.Authentication or Owner.Quota && (kind is not RouteKind.Gateway || diagnosis.Confidence > 0.9),
                    $"{status} of a proxy is {diagnosis.Cause}, {diagnosis.Owner}");
            }
        }
    }

    [Fact]
    public void Preflight_ThatIsRefused_ChangesNoCause()
    {
        var evidence = GoldenCase.Open("case-52-geolibre-preflight-rejects-sdk-headers").Evidence();

        Assert.Equal(Diagnostician.Diagnose(evidence with { Preflight = null }).Summary, Diagnostician.Diagnose(evidence).Summary);
    }

    [Theory]
    [InlineData(RouteKind.OpenAI, 401, "{\"error\":{\"message\":\"Missing bearer authentication in header\",\"code\":null}}")]
    [InlineData(RouteKind.AzureOpenAI, 401, "{\"statusCode\":401,\"message\":\"Unauthorized. Access token is missing, invalid\"}")]
    [InlineData(RouteKind.Gateway, 403, "{\"error\":{\"message\":\"m\",\"code\":\"c\"}}")]
    public void RefusalOfAMissingCredential_IsWhatAKeylessProbeHopesFor(RouteKind kind, int status, string body)
    {
        var evidence = Answered(kind, status, body, new("x-none", ""));

        Assert.NotEqual(Cause.Ok, Diagnostician.Diagnose(evidence).Cause);
        var keyless = Diagnostician.Diagnose(evidence with { Variant = ProbeVariant.Keyless });
        Assert.Equal(Cause.Ok, keyless.Cause);
        Assert.Contains("The credential, model and quota were not tried", keyless.Summary);
    }

    /// <summary>What passes the caller's key through relays the provider's refusal of none: the path to it is open.</summary>
    [Theory]
    [InlineData("x-kong-upstream-latency", "12")]
    [InlineData("apim-request-id", "1")]
    [InlineData("cf-aig-log-id", "1")]
    [InlineData("x-portkey-retry-attempt-count", "1")]
    [InlineData("llm_provider-x-request-id", "req_1")]
    public void RelayedRefusalOfAMissingCredential_ByAMarkedGateway_ProvesThePathToo(string mark, string value)
    {
        var evidence = Answered(
            RouteKind.Gateway, 401, """{"error":{"message":"You didn't provide an API key.","type":"invalid_request_error","code":null}}""",
            new(mark, value));

        Assert.NotEqual(Cause.Ok, Diagnostician.Diagnose(evidence).Cause);
        Assert.Equal(Cause.Ok, Diagnostician.Diagnose(evidence with { Variant = ProbeVariant.Keyless }).Cause);
        Assert.Equal(Cause.Ok, Diagnostician.Diagnose(evidence with { Depth = ProbeDepth.Path }).Cause);
    }

    [Theory]
    [InlineData(RouteKind.Gateway, """{"choices":[{"error":{"message":"m"},"message":{"content":"Hi"}}]}""", Cause.GatewayError)]
    [InlineData(RouteKind.Gateway, """{"choices":[{"error":{"code":502,"message":"m"}}]}""", Cause.GatewayUpstreamFailed)]
    [InlineData(RouteKind.Gateway, """{"choices":[{"finish_reason":"error","message":{"content":"Hi"}}]}""", Cause.GatewayError)]
    [InlineData(RouteKind.OpenAI, """{"choices":[{"finish_reason":"error","message":{"content":"Hi"}}]}""", Cause.ServerError)]
    [InlineData(RouteKind.OpenAI, """{"object":"response","output":[],"status":"failed","error":{"code":"c","message":"m"}}""",
        Cause.ServerError)]
    public void GenerationThatFailed_InsideASuccess_IsTheServersFailure(RouteKind kind, string body, Cause cause)
    {
        var diagnosis = Diagnostician.Diagnose(Answered(kind, 200, body, new("x-none", "")));

        Assert.Equal(cause, diagnosis.Cause);
        Assert.DoesNotContain("not the API's answer", diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", false)]
    [InlineData(400, """{"success":false,"error":[{"code":2005,"message":"Failed to get response from provider"}]}""", true)]
    public void CloudflaresCode2005_IsNamedOnlyWhereItCame(int status, string body, bool came)
    {
        var diagnosis = Diagnostician.Diagnose(Answered(RouteKind.Gateway, status, body, new("cf-aig-log-id", "1")));

        Assert.Equal(Cause.GatewayUpstreamFailed, diagnosis.Cause);
        Assert.Equal((came, came), (diagnosis.Summary.Contains("2005", StringComparison.Ordinal), diagnosis.Confidence > 0.9));
    }

    [Theory]
    [InlineData("http-closed-before-headers", 404)]
    [InlineData("http-reset-before-headers", 502)]
    [InlineData("http-headers-never-arrive", 500)]
    public void BreakAfterTheHandshake_WhileAnotherRequestIsAnswered_IsTheServers(string name, int status)
    {
        var evidence = Tried(name, new VariantOutcome { Variant = ProbeVariant.Keyless, ReachedApi = false, Status = status });

        var diagnosis = Diagnostician.Diagnose(evidence);

        Assert.Equal(Owner.ApiServer, diagnosis.Owner);
        Assert.DoesNotContain(diagnosis.DoNext, step => step.Contains("keyless", StringComparison.Ordinal));
    }

    [Fact]
    public void ClientCertificate_ThatOnlyAVariantWasAskedFor_IsTheCause()
    {
        var asked = new StageFailure(FailureKind.ClientCertificateRequired, "TLS alert 116");
        var evidence = Tried(
            "http-reset-before-headers", new VariantOutcome { Variant = ProbeVariant.ListModels, ReachedApi = false, Failure = asked });

        Assert.Equal(Cause.TlsClientCertificateRequired, Diagnostician.Diagnose(evidence).Cause);
    }

    [Theory]
    [InlineData(FailureKind.Refused, null, Owner.ApiServer, "itself refuses")]
    [InlineData(FailureKind.TimedOut, null, Owner.ConnectionPath, "this network needs the proxy")]
    [InlineData(null, 502, Owner.ConnectionPath, "answers 502")]
    public void DirectTry_BesideAProxyThatFailed_TellsTheTargetFromTheNetwork(FailureKind? failure, int? status, Owner owner, string said)
    {
        var evidence = Tried("proxy-connect-502", new VariantOutcome
        {
            Variant = ProbeVariant.NoProxy,
            ReachedApi = false,
            Status = status,
            Failure = failure is { } kind ? new(kind, "socket error") : null,
        });

        var diagnosis = Diagnostician.Diagnose(evidence);

        Assert.Equal(owner, diagnosis.Owner);
        Assert.Contains(said, diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_OfTheEnvironment_AreCheckedFirst()
    {
        var evidence = GoldenCase.Open("case-26-aider-stray-api-base").Evidence();

        Assert.Contains("OPENAI_API_BASE", string.Join(' ', Diagnostician.Diagnose(evidence).DoNext), StringComparison.Ordinal);
    }

    [Fact]
    public void AnswerThatProvesTheRoute_Concluded_IsAPassedStageThatSaysWhy()
    {
        var result = ProbeJudgement.Conclude(GoldenCase.Open("openai-400-could-not-finish").Evidence(), new("sha256:1", "sha256:2"));

        var answer = result.Find<AnswerEvidence>()!;
        Assert.Equal((ProbeOutcome.Passed, null, StageOutcome.Passed, null),
            (result.Outcome, result.Break, answer.Outcome, answer.Failure));
        Assert.Contains("could not finish", answer.Reason, StringComparison.Ordinal);
        Assert.Equal(400, result.Response!.Status);
    }

    private static void AssertSound(ProbeDiagnosis diagnosis)
    {
        var entry = CauseCatalog.Find(diagnosis.Cause);
        Assert.Contains(diagnosis.Owner, entry.OtherOwners.Select(other => other.Owner).Append(entry.Owner));
        Assert.InRange(diagnosis.Confidence, 0.5, 0.98);
        Assert.NotEmpty(diagnosis.Summary);
        Assert.All(diagnosis.Alternatives
            ?? [], alternative => Assert.False(alternative.Cause == diagnosis.Cause && alternative.Owner == diagnosis.Owner));
    }

    private static ProbeEvidence Broken(ProbeEvidence evidence, Stage stage, FailureKind kind) => evidence with
    {
        Stages =
        [
            .. WithFirstEvent(evidence, stage)
                .Select(each => each.Stage == stage ? each with { Outcome = StageOutcome.Failed, Failure = new(kind, "detail") } : each),
        ],
    };

    /// <summary>The stages; with the one that only a stream has where it is asked for.</summary>
    private static IEnumerable<StageEvidence> WithFirstEvent(ProbeEvidence evidence, Stage stage) => stage is Stage.FirstEvent
        ? [.. evidence.Stages.SkipLast(1), new FirstEventEvidence { Outcome = StageOutcome.Passed }, evidence.Stages[^1]]
        : evidence.Stages;

    private static ProbeEvidence Tried(string name, VariantOutcome outcome)
    {
        var evidence = GoldenCase.Open(name).Evidence();
        return evidence with { DrillDown = (evidence.DrillDown ?? new()) with { Variants = [outcome] } };
    }

    private static ProbeEvidence Answered(RouteKind kind, int status, string? body, KeyValuePair<string, string> mark)
    {
        var url = kind is RouteKind.AzureOpenAI ? "https://contoso.openai.azure.com"
            : kind is RouteKind.OpenAI ? "https://api.openai.com/v1"
            : "https://llm.contoso.com/v1";
        var raw = new RawResponse
        {
            Status = status,
            Body = body,
            Headers = [mark],
            RouteKind = kind,
            Host = new Uri(url).Host,
            Tls = new(),
        };
        var reading = ResponseReader.Read(raw, Sanitizer.PatternsOnly);
        var broken = Broken(Template, Stage.Answer, status < 300 ? FailureKind.NotApi : FailureKind.HttpStatus);
        return broken with
        {
            Route = broken.Route with { Kind = kind, BaseUrl = url },
            Response = reading.Response,
            Stages = [.. broken.Stages.Select(stage => stage is AnswerEvidence answer ? answer with { Facts = reading.Answer } : stage)],
        };
    }
}
