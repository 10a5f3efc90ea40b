using System.Text;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Recognition;

/// <summary>Streams of server-sent events (WHATWG HTML, section 9.2), as OpenAI's APIs, gateways and their neighbours write them.</summary>
public sealed class EventStreamReaderTests
{
    private const string Chunk = """{"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}""";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void AnyLineEnd_CutAnywhere_GivesTheSameEvents(string end)
    {
        var text = $"\uFEFF: hello{end}data: {Chunk}{end}{end}event: x{end}data:{Chunk}{end}{end}{end}: ping{end}data: [DONE]{end}{end}";
        var bytes = Encoding.UTF8.GetBytes(text);

        foreach (var size in Enumerable.Range(1, 40))
        {
            var reader = new EventStreamReader();
            foreach (var part in bytes.Chunk(size))
            {
                reader.Read(part);
            }

            Assert.Equal((3, 2, 2, true), (reader.Events, reader.Contents, reader.Comments, reader.HasTerminalEvent));
        }
    }

    [Fact]
    public void DataOfSeveralLines_IsOneEvent()
    {
        var reader = Read("data: {\"choices\":[{\ndata: \"delta\":{\"content\":\"Hi\"}}]}\n\n");

        Assert.Equal((1, 1), (reader.Events, reader.Contents));
    }

    [Fact]
    public void LastEventWithoutItsBlankLine_CountsAtTheEnd()
    {
        var reader = Read($"data: {Chunk}\n\ndata: [DONE]");

        Assert.False(reader.HasEnded);
        reader.Complete();
        Assert.Equal((2, true), (reader.Events, reader.HasTerminalEvent));
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"reasoning_content":"Hm"}}]}""", 1)]
    [InlineData("""{"choices":[{"delta":{"reasoning":"Hm"}}]}""", 1)]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}""", 1)]
    [InlineData("""{"choices":[{"delta":{"content":"\ud83d"}}]}""", 1)]
    [InlineData("""{"choices":[{"delta":{"content":"Hi"},"finish_reason":null}],"id":"\ude00"}""", 1)]
    [InlineData("""{"choices":[{"delta":{"role":"assistant","content":""}}]}""", 0)]
    [InlineData("""{"choices":[],"prompt_filter_results":[]}""", 0)]
    [InlineData("""{"choices":null,"usage":{}}""", 0)]
    [InlineData("""{"choices":[7,{"delta":{"content":"Hi"}}]}""", 0)]
    [InlineData("""{"choices":[{"delta":null},[1,[2]],{"delta":{"content":"Hi"}}],"usage":{"a":[{}]}}""", 0)]
    [InlineData("""{"usage":{"choices":[{"delta":{"content":"Hi"}}]},"choices":[{"x":[{"delta":"y"}],"delta":{"content":"Hi"}},{}]}""", 1)]
    [InlineData("""{"choices":[{"delta":{"content":"Hi"}}]} and more""", 0)]
    [InlineData("""{"choices":[{"delta":{"content":"Hi"}}]""", 0)]
    [InlineData("""{"type":"response.reasoning_summary_text.delta","delta":"Hm"}""", 1)]
    [InlineData("""{"type":"response.output_text.delta","delta":"Hi"}""", 1)]
    [InlineData("""{"type":"response.created","response":{}}""", 0)]
    [InlineData("""{"type":"ping"}""", 0)]
    [InlineData("""{"choices":[{"delta":{"content":"Hi"},"error":null}],"error":""}""", 1)]
    [InlineData("5", 0)]
    [InlineData("no json", 0)]
    public void Event_WithAPieceOfTheAnswer_IsOneOfContent(string data, int contents)
    {
        var reader = Read($"data: {data}\n\n");

        Assert.Equal((1, contents, false), (reader.Events, reader.Contents, reader.HasEnded));
    }

    [Theory]
    [InlineData("""{"type":"response.completed","response":{"status":"completed"}}""", "completed")]
    [InlineData("""{"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}}""", "incomplete")]
    public void Response_ThatIsAtItsEnd_EndsTheStream(string data, string reason)
    {
        var reading = Reading($"event: x\ndata: {data}\n\ndata: more\n\n");

        Assert.Equal((BodyShape.Completion, reason), (reading.Answer.Shape, reading.Answer.FinishReason));
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"Hi"}}],"model":"gpt-x-2026"}""")]
    [InlineData("""{"type":"response.created","response":{"model":"gpt-x-2026"}}""")]
    public void Answer_ThatNamesItsModel_IsReadWithIt(string data) =>
        Assert.Equal("gpt-x-2026", Reading($"data: {data}\n\ndata: {Chunk}\n\n").Response.Model);

    [Theory]
    [InlineData("", """{"error":{"message":"Overloaded","type":"server_error"}}""", "Overloaded", "server_error")]
    [InlineData(
        "",
        """{"id":"gen-1","error":{"code":502,"message":"Provider disconnected"},"choices":[{"delta":{},"finish_reason":"error"}]}""",
        "Provider disconnected",
        null)]
    [InlineData(
        "",
        """{"choices":[{"delta":{},"finish_reason":"error","error":{"code":502,"message":"Provider disconnected"}}],"provider":"Contoso"}""",
        "Provider disconnected",
        null)]
    [InlineData("", """{"choices":[{"delta":{},"error":{"code":502,"message":"Provider disconnected"}}]}""", "Provider disconnected", null)]
    [InlineData("", """{"choices":[{"delta":{},"finish_reason":"error"}]}""", "finish_reason: error", null)]
    [InlineData("event: error\n", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "Overloaded",
        "overloaded_error")]
    [InlineData("event: error\n", """{"type":"error","code":"server_error","message":"It failed","param":null}""", "It failed", "error")]
    [InlineData(
        "event: response.failed\n",
        """{"type":"response.failed","response":{"object":"response","output":[],"error":{"code":"server_error","message":"It failed"}}}""",
        "It failed",
        null)]
    [InlineData("event: error\n", "the upstream went away", "the upstream went away", null)]
    [InlineData("", """{"error":"model not loaded"}""", "model not loaded", null)]
    public void ErrorEvent_OfAnyoneOnceTheAnswerBegan_IsReadAsAnError(string name, string data, string message, string? type)
    {
        var reading = Reading($"data: {Chunk}\n\n{name}data: {data}\n\n");

        Assert.NotEqual(BodyShape.Completion, reading.Answer.Shape);
        Assert.Equal((message, type), (reading.Response.ErrorMessage, reading.Response.ErrorType));
        Assert.Equal(AnswerFraming.Events, reading.Answer.Framing);
    }

    [Fact]
    public void LongErrorWithASecret_IsKeptShortAndWithoutIt()
    {
        var message = $"Bearer sk-proj-{new string('a', 40)} {new string('x', 1000)}";

        var kept = Reading("data: {\"error\":{\"message\":\"" + message + "\"}}\n\n").Response.ErrorMessage!;

        Assert.DoesNotContain("aaaa", kept, StringComparison.Ordinal);
        Assert.InRange(kept.Length, 50, 200);
    }

    [Fact]
    public void EventLongerThanAnyAnswer_IsCountedAndNotKept()
    {
        var reader = Read($"data: {new string('a', 2 * EventStreamReader.MostEventBytes)}\n\ndata: [DONE]\n\n");

        Assert.Equal((2, true), (reader.Events, reader.HasTerminalEvent));
    }

    private static EventStreamReader Read(string text)
    {
        var reader = new EventStreamReader();
        reader.Read(Encoding.UTF8.GetBytes(text));
        return reader;
    }

    private static ResponseReading Reading(string text) => ResponseReader.Read(
        new() { Status = 200, RouteKind = RouteKind.OpenAI, Host = "api.openai.com", Stream = Read(text) }, Sanitizer.PatternsOnly);
}
