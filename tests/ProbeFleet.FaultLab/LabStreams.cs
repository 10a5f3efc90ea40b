namespace ProbeFleet.FaultLab;

/// <summary>Streams as the real APIs send them; ASCII. Each item is one event with the blank line that ends it.</summary>
public static class LabStreams
{
    /// <summary>The model that answers.</summary>
    public const string Model = "gpt-4.1-nano-2025-04-14";

    private const string Words = "The model is currently overloaded with other requests.";

    /// <summary>What a server that was asked for a stream sends, by the operation that was asked.</summary>
    /// <param name="target">The request's target.</param>
    /// <param name="pieces">Into how many pieces the answer is cut.</param>
    public static IReadOnlyList<string> Of(string target, int pieces) =>
        target.Contains("/responses", StringComparison.Ordinal) ? Response(pieces) : Chat(pieces);

    /// <summary>The error that a server which began to answer sends in place of the rest.</summary>
    /// <param name="target">The request's target.</param>
    public static string Overloaded(string target) => target.Contains("/responses", StringComparison.Ordinal)
        ? Event($$"""{"type":"error","sequence_number":3,"code":"server_error","message":"{{Words}}","param":null}""")
        : Event($$$"""{"error":{"message":"{{{Words}}}","type":"server_error","param":null,"code":null}}""");

    private static IReadOnlyList<string> Chat(int pieces) =>
    [
        Chunk("""{"role":"assistant","content":"","refusal":null}""", "null"),
        .. Enumerable.Repeat(Chunk("""{"content":"Hi"}""", "null"), pieces),
        Chunk("{}", "\"stop\""),
        "data: [DONE]\n\n",
    ];

    private static IReadOnlyList<string> Response(int pieces) =>
    [
        Named("response.created", $"\"response\":{{\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"{Model}\",\"output\":[]}}"),
        .. Enumerable.Repeat(Named("response.output_text.delta", "\"item_id\":\"msg_lab\",\"output_index\":0,\"delta\":\"Hi\""), pieces),
        Named("response.completed", "\"response\":{\"object\":\"response\",\"status\":\"completed\",\"output\":[]}"),
    ];

    private static string Chunk(string delta, string finish) => Event(
        """{"id":"chatcmpl-LabAAAAAAAAAAAAAAAAAAAAAAAAAA","object":"chat.completion.chunk","created":1795000000,""" + '"'
        + $$"""model":"{{Model}}","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}]}""");

    private static string Named(string type, string members) => $"event: {type}\n{Event(
        $$"""{"type":"{{type}}","sequence_number":1,{{members}}}""")}";

    private static string Event(string data) => $"data: {data}\n\n";
}
