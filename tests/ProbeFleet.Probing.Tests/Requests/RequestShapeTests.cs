namespace ProbeFleet.Probing.Tests.Requests;

/// <summary>
/// The probe is never itself the fault: what it chose and a server refuses, it asks again in the shape that the server names.
/// </summary>
public sealed class RequestShapeTests
{
    private const string Json = "application/json";
    private const string Completion =
        """{"choices":[{"index":0,"message":{"role":"assistant","content":"pong"},"finish_reason":"stop"}]}""";
    private const string Stream =
        "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"pong\"},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: [DONE]\n\n";
    private const string OnlyStreams =
        """{"error":{"message":"This model only support stream mode, please enable the stream parameter.","code":"invalid_parameter_error"}}""";

    [Fact]
    public async Task ServerThatOnlyStreams_IsAskedForAStream_AndPasses()
    {
        await using var server = Answering(asked => asked.Contains("\"stream\":true", StringComparison.Ordinal)
            ? ("200 OK", "text/event-stream", Stream)
            : ("400 Bad Request", Json, OnlyStreams));

        var result = await Probe.Of(server.Http()).RunAsync();

        result.AssertPassed();
        Assert.Equal([ShapeChange.Stream], result.Find<ConfigureEvidence>()!.Facts!.Shape);
        Assert.Contains("as a stream", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShapeThatWorked_IsTheFirstOneOfTheNextProbe()
    {
        await using var server = Answering(asked => asked.Contains("\"stream\":true", StringComparison.Ordinal)
            ? ("200 OK", "text/event-stream", Stream)
            : ("400 Bad Request", Json, OnlyStreams));
        var healthy = await Probe.Of(server.Http()).RunAsync();
        var before = server.Connections.Count;

        var next = await (Probe.Of(server.Http()) with { Baseline = healthy }).RunAsync();

        next.AssertPassed();
        Assert.Equal(before + 1, server.Connections.Count);
    }

    [Fact]
    public async Task ModelThatKnowsOnlyResponses_IsAskedForResponses()
    {
        await using var server = Answering(asked => asked.StartsWith("POST /v1/responses ", StringComparison.Ordinal)
            ? ("200 OK", Json, """{"object":"response","status":"completed","output":[]}""")
            : ("404 Not Found", Json, """{"error":{"message":"This model is only supported in v1/responses."}}"""));

        var result = await Probe.Of(server.Http()).RunAsync();

        result.AssertPassed();
        Assert.Contains("\"max_output_tokens\"", server.Connections.Last().ReceivedText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("404 Not Found", """{"detail":"Not Found"}""")]
    [InlineData("403 Forbidden", """{"error":{"message":"Missing scopes: api.model.read","code":"missing_scope"}}""")]
    [InlineData("405 Method Not Allowed", "")]
    public async Task ModelListThatIsMissingOrForbidden_FailsNoRouteWhoseCompletionWorks(string status, string body)
    {
        await using var server = Answering(
            asked => asked.StartsWith("POST ", StringComparison.Ordinal) ? ("200 OK", Json, Completion) : (status, Json, body));

        var result = await (Probe.Of(server.Http()) with { Depth = ProbeDepth.Authenticated }).RunAsync();

        result.AssertPassed();
        Assert.Equal([ShapeChange.NoModelList], result.Find<ConfigureEvidence>()!.Facts!.Shape);
        Assert.Contains("GET models was answered", result.Find<ConfigureEvidence>()!.Facts!.Repeated, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelListThatRefusesTheKey_IsAskedNothingMore()
    {
        await using var server = Answering(
            _ => ("401 Unauthorized", Json, """{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"}}"""));

        var result = await (Probe.Of(server.Http()) with { Depth = ProbeDepth.Authenticated }).RunAsync();

        Assert.Equal((Cause.AuthInvalidKey, 1), (result.Diagnosis.Cause, server.Connections.Count));
    }

    [Fact]
    public async Task ServerThatRefusesWhateverIsAsked_IsAskedThreeTimesAtMost()
    {
        await using var server = Answering(asked => ("400 Bad Request", Json, asked.Contains("\"stream\":true", StringComparison.Ordinal)
            ? """{"error":{"message":"Unsupported parameter: 'max_completion_tokens'."}}"""
            : OnlyStreams));

        var result = await Probe.Of(server.Http()).RunAsync();

        Assert.Equal((Cause.ConfigRequest, 3), (result.Diagnosis.Cause, server.Connections.Count));
    }

    [Theory]
    [InlineData("text/event-stream", Stream)]
    [InlineData(Json, Completion + "\ndata: [DONE]\n")]
    public async Task WholeAnswerInAFramingNobodyAskedFor_IsTheServersAndProvesTheRest(string type, string body)
    {
        await using var server = Answering(_ => ("200 OK", type, body));

        var result = await Probe.Of(server.Http(), RouteKind.Gateway).RunAsync();

        Assert.Equal((Cause.HttpFraming, Owner.RouteProvider), (result.Diagnosis.Cause, result.Diagnosis.Owner));
    }

    [Fact]
    public async Task BodyThatIsNotWhatItsContentEncodingSays_IsAFinding()
    {
        await using var server = FaultServer.Start(Misbehave.Reply("200 OK", $"{Json}\r\nContent-Encoding: gzip", Completion));

        var result = await Probe.Of(server.Http(), RouteKind.Gateway).RunAsync();

        Assert.Equal(Cause.HttpFraming, result.Diagnosis.Cause);
        Assert.Contains("Content-Encoding: gzip", result.Diagnosis.DoNext[0], StringComparison.Ordinal);
    }

    private static FaultServer Answering(Func<string, (string Status, string Type, string Body)> answer) =>
        FaultServer.Start(async (connection, stopping) =>
        {
            if (await connection.ReadRequestAsync(stopping) is { } request)
            {
                var (status, type, body) = answer($"{request.Method} {request.Target} {request.Body}");
                var length = System.Text.Encoding.UTF8.GetByteCount(body);
                var head = $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n";
                await connection.WriteAsync(head + body, stopping);
                await connection.CloseAsync(stopping);
            }
        });
}
