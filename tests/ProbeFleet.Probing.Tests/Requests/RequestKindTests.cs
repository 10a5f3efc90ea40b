using System.Text.Json;

namespace ProbeFleet.Probing.Tests.Requests;

/// <summary>Each call that a workload can make is made by its probe, on every surface, at every depth.</summary>
public sealed class RequestKindTests
{
    private const string Response =
        """{"id":"resp_lab","object":"response","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}""";

    private static readonly string Embedding = EmbeddingOf(8);

    public static TheoryData<RouteKind, string, RequestKind, string> Calls => new()
    {
        { RouteKind.OpenAI, "", RequestKind.Responses, "POST /v1/responses" },
        { RouteKind.OpenAI, "", RequestKind.ResponsesStream, "POST /v1/responses" },
        { RouteKind.OpenAI, "", RequestKind.ChatStream, "POST /v1/chat/completions" },
        { RouteKind.OpenAI, "", RequestKind.Embeddings, "POST /v1/embeddings" },
        { RouteKind.Gateway, "", RequestKind.Responses, "POST /v1/responses" },
        { RouteKind.Gateway, "", RequestKind.Embeddings, "POST /v1/embeddings" },
        { RouteKind.AzureOpenAI, "v1", RequestKind.ChatStream, "POST /openai/v1/chat/completions" },
        { RouteKind.AzureOpenAI, "v1", RequestKind.ResponsesStream, "POST /openai/v1/responses" },
        { RouteKind.AzureOpenAI, "v1", RequestKind.Embeddings, "POST /openai/v1/embeddings" },
        { RouteKind.AzureOpenAI, "2025-04-01-preview", RequestKind.ChatStream,
            "POST /openai/deployments/m/chat/completions?api-version=2025-04-01-preview" },
        { RouteKind.AzureOpenAI, "2025-04-01-preview", RequestKind.Responses, "POST /openai/responses?api-version=2025-04-01-preview" },
        { RouteKind.AzureOpenAI, "2025-04-01-preview", RequestKind.ResponsesStream,
            "POST /openai/responses?api-version=2025-04-01-preview" },
        { RouteKind.AzureOpenAI, "2024-10-21", RequestKind.Embeddings, "POST /openai/deployments/m/embeddings?api-version=2024-10-21" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_OnItsSurface_IsTheWorkloadsAndPasses(RouteKind kind, string version, RequestKind request, string expected)
    {
        await using var server = Server();

        var result = await Of(server, kind, version, request).RunAsync();

        result.AssertPassed();
        var asked = Assert.Single(server.Requests);
        Assert.Equal(expected, $"{asked.Method} {asked.Target}");
        Assert.Equal($"{asked.Method} {server.Http(asked.Target)}", result.Find<ConfigureEvidence>()!.Facts!.Request);
        Assert.Equal(request, result.Route.Request);
        var body = JsonDocument.Parse(asked.Body).RootElement;
        Assert.Equal("m", body.GetProperty("model").GetString());
        Assert.Equal(request is RequestKind.ChatStream or RequestKind.ResponsesStream, body.TryGetProperty("stream", out _));
    }

    [Theory]
    [InlineData(RequestKind.ChatStream)]
    [InlineData(RequestKind.Embeddings)]
    public async Task SmallerDepths_AreTheSameForEveryCall(RequestKind request)
    {
        await using var server = Server();

        var result = await (Of(server, RouteKind.OpenAI, "", request) with { Depth = ProbeDepth.Authenticated }).RunAsync();

        result.AssertPassed();
        Assert.Equal("/v1/models", Assert.Single(server.Requests).Target);
        Assert.Null(result.Find<FirstEventEvidence>());
    }

    [Theory]
    [InlineData(RequestKind.Responses, "/v1/responses")]
    [InlineData(RequestKind.Embeddings, "/v1/embeddings")]
    public async Task ServerWithThisOperationAlone_PassesAtBothDepths(RequestKind request, string target)
    {
        await using var server = FaultServer.Start(async (connection, stopping) =>
        {
            var asked = await connection.ReadRequestAsync(stopping);
            var answer = asked!.Target == target
                ? Misbehave.Fixed("200 OK", BodyOf(target))
                : Misbehave.Fixed("404 Not Found", """{"detail":"Not Found"}""");
            await answer(connection, stopping);
        });

        var whole = await Of(server, RouteKind.OpenAI, "", request).RunAsync();
        var listed = await (Of(server, RouteKind.OpenAI, "", request) with { Depth = ProbeDepth.Authenticated }).RunAsync();

        whole.AssertPassed();
        listed.AssertPassed();
        Assert.Equal([ShapeChange.NoModelList], listed.Find<ConfigureEvidence>()!.Facts!.Shape);
    }

    [Fact]
    public async Task EmbeddingLongerThanWhatIsKept_IsOne()
    {
        await using var server = FaultServer.Start(Misbehave.Reply("200 OK", "application/json", EmbeddingOf(6000)));

        var result = await Of(server, RouteKind.OpenAI, "", RequestKind.Embeddings).RunAsync();

        result.AssertPassed();
        Assert.Equal(BodyShape.Embeddings, result.Find<AnswerEvidence>()!.Facts!.Shape);
    }

    [Fact]
    public async Task StreamThatRefusesTheProbesLimit_IsAskedAgainWithTheOther()
    {
        await using var server = FaultServer.Start(async (connection, stopping) =>
        {
            var asked = await connection.ReadRequestAsync(stopping);
            var isRefused = asked!.Body.Contains("max_completion_tokens", StringComparison.Ordinal);
            var answer = isRefused
                ? Misbehave.Fixed("400 Bad Request", """{"error":{"message":"max_completion_tokens: Extra inputs are not permitted"}}""")
                : Misbehave.StreamTo(asked, new());
            await answer(connection, stopping);
        });

        var result = await Of(server, RouteKind.Gateway, "", RequestKind.ChatStream).RunAsync();

        result.AssertPassed();
        Assert.Equal([ShapeChange.MaxTokens], result.Find<ConfigureEvidence>()!.Facts!.Shape);
        Assert.Equal(9, result.Find<AnswerEvidence>()!.Facts!.Stream!.Events);
    }

    [Fact]
    public async Task OrganizationAndProject_AreSentAndArePartOfTheRoute()
    {
        await using var server = Server();
        var route = Of(server, RouteKind.OpenAI, "", RequestKind.Chat);

        var plain = await route.RunAsync();
        var one = await With("proj_aaaaaaaaaaaaaaaaaaaaaaaa").RunAsync(Surroundings("proj_aaaaaaaaaaaaaaaaaaaaaaaa"));
        var other = await With("proj_bbbbbbbbbbbbbbbbbbbbbbbb").RunAsync(Surroundings("proj_bbbbbbbbbbbbbbbbbbbbbbbb"));

        one.AssertPassed();
        Assert.Equal(3, new[] { plain, one, other }.Select(result => result.Fingerprint.Route).Distinct().Count());
        Assert.True(server.Received("proj_aaaaaaaaaaaaaaaaaaaaaaaa"));
        Assert.DoesNotContain("proj_aaaa", one.ToJson(), StringComparison.Ordinal);

        Orders.ProbeRequest With(string _) => route with
        {
            Route = route.Route with
            {
                Headers = new Dictionary<string, CredentialSource.EnvironmentVariable> { ["OpenAI-Project"] = new("LAB_PROJECT") },
            },
        };

        Orders.ProbeSurroundings Surroundings(string project) =>
            Probe.Surroundings with { Environment = name => name is "LAB_PROJECT" ? project : Probe.Surroundings.Environment(name) };
    }

    private static FaultServer Server() => FaultServer.Start(async (connection, stopping) =>
    {
        var asked = await connection.ReadRequestAsync(stopping);
        var answer = asked!.Body.Contains("\"stream\":true", StringComparison.Ordinal)
            ? Misbehave.StreamTo(asked, new())
            : Misbehave.Fixed("200 OK", BodyOf(asked.Target));
        await answer(connection, stopping);
    });

    private static string EmbeddingOf(int numbers)
    {
        var vector = string.Join(',', Enumerable.Repeat("-0.0123456789", numbers));
        return $$"""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[{{vector}}]}],"model":"m"}""";
    }

    private static string BodyOf(string target) =>
        target.Contains("/responses", StringComparison.Ordinal) ? Response
        : target.Contains("/embeddings", StringComparison.Ordinal) ? Embedding
        : target.Contains("/models", StringComparison.Ordinal) ? LabBodies.ModelList
        : LabBodies.Completion;

    private static Orders.ProbeRequest Of(FaultServer server, RouteKind kind, string version, RequestKind request)
    {
        var order = Probe.Of(server.Http(kind is RouteKind.AzureOpenAI ? "/" : "/v1"), kind, "m", version is "" ? null : version);
        return order with { Route = order.Route with { Request = request } };
    }
}
