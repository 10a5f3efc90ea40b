using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Recognition;

public sealed class ResponseReaderTests
{
    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","code":"c"}}""", BodyShape.ErrorObject, "c", "t", "m")]
    [InlineData("""{"error":{"message":"m","code":429}}""", BodyShape.ErrorObject, "429", null, "m")]
    [InlineData("""[{"error":{"code":400,"message":"m","status":"INVALID"}}]""", BodyShape.ErrorObject, "400", null, "m")]
    [InlineData("""{"statusCode":401,"message":"m"}""", BodyShape.StatusMessage, "401", null, "m")]
    [InlineData("""{"success":false,"error":[{"code":2005,"message":"m"}]}""", BodyShape.Json, "2005", null, "m")]
    [InlineData("""{"success":false,"errors":[{"code":10000,"message":"m"}]}""", BodyShape.Json, "10000", null, "m")]
    [InlineData("""{"name":"AiGatewayError","internalCode":2009,"message":"m"}""", BodyShape.Json, "2009", "AiGatewayError", "m")]
    [InlineData("""{"message":"m","request_id":"r"}""", BodyShape.Json, null, null, "m")]
    [InlineData("""{"detail":"m"}""", BodyShape.Json, null, null, "m")]
    [InlineData("""{"detail":[{"loc":["body"],"msg":"m"}]}""", BodyShape.Json, null, null, "body: m")]
    [InlineData("""{"message":{"detail":[{"loc":["body","x"],"msg":"m"}]},"type":"t"}""", BodyShape.Json, null, "t", "body.x: m")]
    [InlineData("""{"status":"failure","message":"m","errors":["p"]}""", BodyShape.Json, null, null, "m: p")]
    [InlineData("""{"html-message":"m"}""", BodyShape.Json, null, null, "m")]
    [InlineData("""{"error":"c","error_description":"m"}""", BodyShape.Json, "c", null, "m")]
    [InlineData("""{"code":"c","error":"m"}""", BodyShape.Json, "c", null, "m")]
    [InlineData("""{"type":"about:blank","title":"m","status":404}""", BodyShape.Json, null, "about:blank", "m")]
    [InlineData("\"m\"", BodyShape.Json, null, null, "m")]
    [InlineData("data: {\"error\":{\"message\":\"m\",\"code\":\"c\"}}\n\n", BodyShape.ErrorObject, "c", null, "m")]
    [InlineData("event: error\ndata: {\"message\":\"m\"}\n\n", BodyShape.Json, null, null, "m")]
    [InlineData("{\"a\":1}\n{\"error\":\"m\"}\n", BodyShape.Json, null, null, "m")]
    [InlineData("\uFFFD\uFFFD\u0001\uFFFD", BodyShape.Unknown, null, null, null)]
    [InlineData("""{"detail":{"error":"m"}}""", BodyShape.Json, null, null, "m")]
    [InlineData("""{"error":"m"}""", BodyShape.Json, null, null, "m")]
    [InlineData("""{"error":null}""", BodyShape.Json, null, null, null)]
    [InlineData("""{"choices":[{"finish_reason":"length"}]}""", BodyShape.Completion, null, null, null)]
    [InlineData("""{"choices":[{"error":{"code":502,"message":"m"},"message":{"content":""}}]}""", BodyShape.ErrorObject, "502", null, "m")]
    [InlineData("""{"error":{"code":502,"message":"m"},"choices":[{"finish_reason":"stop"}]}""", BodyShape.ErrorObject, "502", null, "m")]
    [InlineData("""{"error":"m","choices":[{"finish_reason":"stop"}]}""", BodyShape.Json, null, null, "m")]
    [InlineData("""{"choices":[{"finish_reason":"error"}]}""", BodyShape.ErrorObject, null, null, "finish_reason: error")]
    [InlineData("""{"object":"response","output":[],"status":"failed","error":{"code":"c","message":"m"}}""", BodyShape.ErrorObject, "c", null, "m")]
    [InlineData("""{"object":"response","output":[],"status":"failed","error":null}""", BodyShape.ErrorObject, null, null, "status: failed")]
    [InlineData("""{"object":"response","output":[],"status":"completed","error":null}""", BodyShape.Completion, null, null, null)]
    [InlineData("""{"error":"","choices":[{"error":null,"finish_reason":"stop"}]}""", BodyShape.Completion, null, null, null)]
    [InlineData("""{"error":{},"choices":[{"finish_reason":"stop"}]}""", BodyShape.Completion, null, null, null)]
    [InlineData("data: {\"choices\":[{\"finish_reason\":\"error\"}]}\n\n", BodyShape.ErrorObject, null, null, "finish_reason: error")]
    [InlineData("""{"choices":[]}""", BodyShape.EmptyCompletion, null, null, null)]
    [InlineData("""{"object":"list","data":[]}""", BodyShape.ModelList, null, null, null)]
    [InlineData("""{"data":[{"id":"gpt-4.1","context_length":1""", BodyShape.ModelList, null, null, null)]
    [InlineData("""{"error":{"message":"cut""", BodyShape.Text, null, null, """{"error":{"message":"cut""")]
    [InlineData("""{"choices":"x","error":{"message":5,"code":true}}""", BodyShape.ErrorObject, null, null, "5")]
    [InlineData("  ", BodyShape.Empty, null, null, null)]
    [InlineData(null, BodyShape.Unknown, null, null, null)]
    [InlineData("plain", BodyShape.Text, null, null, "plain")]
    public void Body_OfEveryKnownShape_GivesShapeCodeTypeAndMessage(
        string? body, BodyShape shape, string? code, string? type, string? message)
    {
        var reading = Read(500, body);

        Assert.Equal(
            (shape, code, type, message),
            (reading.Answer.Shape, reading.Response.ErrorCode, reading.Response.ErrorType, reading.Response.ErrorMessage));
    }

    [Theory]
    [InlineData("""{"error":{"message":"cut \ud83d","code":"c"}}""", "cut \uFFFD", "c")]
    [InlineData("""{"error":{"message":"cut \uDE00 here"}}""", "cut \uFFFD here", null)]
    [InlineData("""{"error":{"message":"\ud83d\ude00 whole"}}""", "😀 whole", null)]
    [InlineData("""{"error":{"message":"\ud83d\ud83d\ude00"}}""", "\uFFFD😀", null)]
    [InlineData("""{"error":{"message":"a path: \\ud83d"}}""", """a path: \ud83d""", null)]
    [InlineData("""{"\ud83d":1,"error":{"message":"m"}}""", "m", null)]
    [InlineData("""{"error":"cut \ud83d"}""", "cut \uFFFD", null)]
    [InlineData("""{"detail":"cut \ud83d"}""", "cut \uFFFD", null)]
    [InlineData("""{"error":{"message":"{\"error\":{\"message\":\"cut \\ud83d\"}}"}}""", "cut \uFFFD", null)]
    [InlineData("""{"error":{"message":"m","metadata":{"raw":"{\"message\":\"cut \\ud83d\"}"}}}""", "m: cut \uFFFD", null)]
    public void Body_WithHalfOfASurrogatePair_IsReadWithAReplacement(string body, string message, string? code)
    {
        var reading = Read(500, body);

        Assert.Equal((message, code), (reading.Response.ErrorMessage, reading.Response.ErrorCode));
    }

    [Theory]
    [InlineData("""{"error":{"message":"{\"detail\":\"No\"}","type":"t","code":"c","param":"p"}}""", "No", "c", "t", "p")]
    [InlineData("""{"error":{"message":"{\"message\":\"No\",\"code\":\"i\"}","type":"t","code":5}}""", "No", "i", "t", null)]
    public void Body_WithAnAnswerInItsMessage_KeepsWhatOnlyTheOuterOneSays(
        string body, string message, string? code, string? type, string? reason)
    {
        var response = Read(500, body).Response;

        Assert.Equal(
            (message, code, type, reason),
            (response.ErrorMessage, response.ErrorCode, response.ErrorType, response.ErrorReason));
    }

    [Theory]
    [InlineData("""{"choices":[{"finish_reason":"stop"}],"model":"gpt-x-2026"}""", "gpt-x-2026")]
    [InlineData("""{"object":"response","output":[],"status":"completed","model":"gpt-x-2026"}""", "gpt-x-2026")]
    [InlineData("""{"error":{"message":"m"},"model":"gpt-x-2026"}""", null)]
    public void Body_OfACompletion_NamesItsModel(string body, string? model) => Assert.Equal(model, Read(200, body).Response.Model);

    [Fact]
    public void Body_WithAnUnescapedHalfOfASurrogatePair_IsReadWithAReplacement() =>
        Assert.Equal("raw \uFFFD", Read(500, "{\"error\":{\"message\":\"raw \ud83d\"}}").Response.ErrorMessage);

    /// <summary>What takes exponential time runs into the test's own end: 64 KiB of it are the most that is ever read.</summary>
    [Theory]
    [InlineData("<!---->", "x")]
    [InlineData("<?xml?>", "x")]
    [InlineData("<!--", "x")]
    [InlineData("<title", "x")]
    [InlineData("<!DOCTYPE", "html")]
    [InlineData("<!---->", "<html><title>t</title>")]
    public void Body_OfOneAwkwardPieceRepeated_IsReadAtOnce(string piece, string end)
    {
        var body = string.Concat(Enumerable.Repeat(piece, (1 << 16) / piece.Length)) + end;

        var shape = Read(200, body).Answer.Shape;

        Assert.Equal(end.StartsWith("<html", StringComparison.Ordinal) ? BodyShape.Html : BodyShape.Text, shape);
    }

    [Fact]
    public void Html_WithATitle_GivesTheTitleAndNoMessage()
    {
        var reading = Read(502, "<!doctype html>\n<html><head><TITLE>\n 502  Bad\nGateway </TITLE></head></html>");

        Assert.Equal((BodyShape.Html, "502 Bad Gateway", null),
            (reading.Answer.Shape, reading.Answer.Title, reading.Response.ErrorMessage));
    }

    [Fact]
    public void Message_LongerThan300Characters_IsCut()
    {
        var long500 = string.Concat(Enumerable.Repeat("word ", 100));

        Assert.InRange(Read(500, $$$"""{"error":{"message":"{{{long500}}}"}}""").Response.ErrorMessage!.Length, 280, 300);
    }

    [Theory]
    [InlineData("retry-after", "7", 7000)]
    [InlineData("retry-after", "0.5", 500)]
    [InlineData("retry-after-ms", "6712", 6712)]
    [InlineData("x-ms-retry-after-ms", "250", 250)]
    [InlineData("retry-after", "Sat, 21 Nov 2026 03:14:46 GMT", 30000)]
    [InlineData("retry-after", "Sat, 21 Nov 2026 03:14:06 GMT", null)]
    [InlineData("retry-after", "-1", null)]
    [InlineData("retry-after", "soon", null)]
    [InlineData("retry-after", "99999999999999999999", null)]
    public void RetryAfter_AsSent_IsAWaitingTime(string name, string value, int? milliseconds)
    {
        var reading = Read(429, "{}", ("Date", "Sat, 21 Nov 2026 03:14:16 GMT"), (name, value));

        Assert.Equal(milliseconds, (int?)reading.Response.RetryAfter?.TotalMilliseconds);
    }

    [Fact]
    public void RetryAfter_AsADateWithoutADateHeader_IsUnknown() =>
        Assert.Null(Read(429, "{}", ("retry-after", "Sat, 21 Nov 2026 03:14:46 GMT")).Response.RetryAfter);

    [Fact]
    public void RateLimit_OfMinusOneAndZero_IsKeptAsSent()
    {
        var reading = Read(429, "{}", ("x-ratelimit-limit-tokens", "0"), ("x-ratelimit-remaining-tokens", "-1"),
            ("x-ratelimit-limit-requests", "many"));

        Assert.Equal(new RateLimit { LimitTokens = 0, RemainingTokens = -1 }, reading.Response.RateLimit);
    }

    [Fact]
    public void Headers_ThatAreSecretOrTheCustomersOwn_AreNotKept()
    {
        var kept = Read(
            200,
            "{}",
            ("Set-Cookie", "__cf_bm=secret"),
            ("Authorization", "Bearer secret"),
            ("X-Unknown", "secret"),
            ("OpenAI-Organization", "org-contoso"),
            ("CF-RAY", "9a1b")).Response.Headers;

        Assert.Equal([new("cf-ray", "9a1b"), new("openai-organization", "present")], kept);
    }

    [Theory]
    [InlineData("gateway", "x-litellm-call-id", "x-litellm-call-id")]
    [InlineData("azure-openai", "apim-request-id", "apim-request-id")]
    [InlineData("gateway", "x-kong-request-id", "x-kong-request-id")]
    [InlineData("gateway", "cf-aig-log-id", "cf-aig-log-id")]
    public void RequestId_OfARecognizedResponder_IsItsOwnAndNotTheGenericOne(string kind, string header, string expected)
    {
        var raw = Raw(500, "{}", ("x-request-id", "generic"), (header, "own")) with
        {
            RouteKind = kind is "gateway" ? RouteKind.Gateway : RouteKind.AzureOpenAI,
            Host = "llm.contoso.com",
        };

        var response = ResponseReader.Read(raw, Sanitizer.PatternsOnly).Response;

        Assert.Equal(("own", "own"), (response.RequestId, response.Headers[expected]));
    }

    [Theory]
    [InlineData("x-request-id")]
    [InlineData("x-kong-request-id")]
    [InlineData("x-amzn-requestid")]
    public void RequestId_OfThirtyTwoHexadecimalDigits_StaysUnlessItIsAKnownSecret(string header)
    {
        const string Id = "9f86d081884c7d659a2feaa0c55ad015";
        var raw = Raw(500, "{}", (header, Id), ("server", Id));

        var response = ResponseReader.Read(raw, Sanitizer.PatternsOnly).Response;
        var known = ResponseReader.Read(raw, new Sanitizer([Id])).Response;

        Assert.Equal((Id, Id, "[redacted]"), (response.RequestId, response.Headers[header], response.Headers["server"]));
        Assert.Equal(("[redacted]", "[redacted]"), (known.RequestId, known.Headers[header]));
    }

    [Fact]
    public void Body_OfAnyCutOfARealAnswer_IsReadWithoutAnError()
    {
        const string Body = """[{"error":{"message":"m","metadata":{"provider_name":"x"},"code":1e400},"choices":[{}],"detail":[]}]""";

        Assert.All(Enumerable.Range(0, Body.Length), length => Assert.Equal(418, Read(418, Body[..length]).Response.Status));
    }

    [Fact]
    public void KnownSecret_InAMessageTitleHeaderOrCode_IsTakenOut()
    {
        const string Secret = "hunter2-hunter2-hunter2";
        const string Error = $$$"""{"error":{"message":"key {{{Secret}}} is wrong","type":"{{{Secret}}}","code":"{{{Secret}}}"}}""";
        var sanitizer = new Sanitizer([Secret]);

        var json = ResponseReader.Read(Raw(401, Error, ("server", Secret)), sanitizer);
        var html = ResponseReader.Read(Raw(401, $"<html><title>{Secret}</title></html>"), sanitizer);

        Assert.DoesNotContain(Secret, $"{json} {string.Join(' ', json.Response.Headers)} {html}", StringComparison.Ordinal);
    }

    private static ResponseReading Read(int status, string? body, params (string Name, string Value)[] headers) =>
        ResponseReader.Read(Raw(status, body, headers), Sanitizer.PatternsOnly);

    private static RawResponse Raw(int status, string? body, params (string Name, string Value)[] headers) => new()
    {
        Status = status,
        Body = body,
        BodyBytes = body?.Length ?? 0,
        Headers = [.. headers.Select(header => new KeyValuePair<string, string>(header.Name, header.Value))],
        RouteKind = RouteKind.OpenAI,
        Host = "api.openai.com",
    };
}
