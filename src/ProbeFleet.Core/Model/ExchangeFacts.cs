namespace ProbeFleet.Core.Model;

/// <summary>What was observed while the request was written.</summary>
public sealed record SendFacts
{
    /// <summary>The size of the request in bytes, head and body.</summary>
    public required long Bytes { get; init; }
}

/// <summary>What was observed when the response headers arrived.</summary>
public sealed record RespondFacts
{
    /// <summary>The response's HTTP version, such as <c>1.1</c>.</summary>
    public string? HttpVersion { get; init; }

    /// <summary>The target of a redirect, sanitized.</summary>
    public string? Location { get; init; }

    /// <summary>The frame with which the server ended the stream or the connection; absent when it sent none.</summary>
    public Http2End? Http2End { get; init; }
}

/// <summary>An HTTP/2 frame that ends a stream or a connection (RFC 9113, sections 6.4 and 6.8).</summary>
public sealed record Http2End
{
    /// <summary>The kind of frame.</summary>
    public required Http2EndFrame Frame { get; init; }

    /// <summary>The name of the error code (<c>NO_ERROR</c>, <c>INTERNAL_ERROR</c>, …), or its number when it has no name.</summary>
    public required string Error { get; init; }

    /// <summary>For GOAWAY: whether the server says that it may have processed the request; absent for RST_STREAM.</summary>
    public bool? TookUp { get; init; }
}

/// <summary>The HTTP/2 frames that end a stream or a connection.</summary>
[JsonConverter(typeof(WireWordConverter<Http2EndFrame>))]
public enum Http2EndFrame
{
    /// <summary>GOAWAY: the server accepts no more requests on this connection.</summary>
    [JsonStringEnumMemberName("goaway")] GoAway,

    /// <summary>RST_STREAM: the server ended this one request.</summary>
    [JsonStringEnumMemberName("rst-stream")] ResetStream,
}

/// <summary>What was observed of the response body.</summary>
public sealed record AnswerFacts
{
    /// <summary>The body's shape.</summary>
    public required BodyShape Shape { get; init; }

    /// <summary>The number of bytes read.</summary>
    public long Bytes { get; init; }

    /// <summary>The media type the response declared.</summary>
    public string? ContentType { get; init; }

    /// <summary>For a completion, also one that failed: the finish reason.</summary>
    public string? FinishReason { get; init; }

    /// <summary>For HTML: the page's title, or its first heading where it has none, sanitized, at most 120 characters.</summary>
    public string? Title { get; init; }

    /// <summary>The sanitized beginning of a body without error message, at most 200 characters, if readable; absent otherwise.</summary>
    public string? Excerpt { get; init; }

    /// <summary>How the JSON is framed; absent for plain JSON and for a body that is not JSON.</summary>
    public AnswerFraming? Framing { get; init; }

    /// <summary>The <c>content-encoding</c> that the response declared; absent when it declared none.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Whether the body is not as <see cref="ContentEncoding"/> says, so that clients cannot decompress it; else absent.</summary>
    public bool? EncodingIsFalse { get; init; }

    /// <summary>The counts and times of the stream; absent when none was asked for or none came.</summary>
    public StreamFacts? Stream { get; init; }
}

/// <summary>The framing of a body that holds JSON but is not one JSON value.</summary>
[JsonConverter(typeof(WireWordConverter<AnswerFraming>))]
public enum AnswerFraming
{
    /// <summary>Server-sent events: <c>data:</c> lines.</summary>
    [JsonStringEnumMemberName("events")] Events,

    /// <summary>One JSON value per line.</summary>
    [JsonStringEnumMemberName("lines")] Lines,

    /// <summary>One JSON value followed by the <c>data: [DONE]</c> of a stream.</summary>
    [JsonStringEnumMemberName("json-then-done")] JsonThenDone,
}

/// <summary>The shape of a response body, which says more about the responder than the status does.</summary>
[JsonConverter(typeof(WireWordConverter<BodyShape>))]
public enum BodyShape
{
    /// <summary>The body was not read, or was not recognized.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,

    /// <summary>No body.</summary>
    [JsonStringEnumMemberName("empty")] Empty,

    /// <summary>A chat completion.</summary>
    [JsonStringEnumMemberName("completion")] Completion,

    /// <summary>A completion whose choices are null or none.</summary>
    [JsonStringEnumMemberName("empty-completion")] EmptyCompletion,

    /// <summary>A model's answer in the shape of another API, such as Ollama's or Gemini's own, or in an envelope.</summary>
    [JsonStringEnumMemberName("other-generation")] OtherGeneration,

    /// <summary>A list of models.</summary>
    [JsonStringEnumMemberName("model-list")] ModelList,

    /// <summary>A list of embeddings.</summary>
    [JsonStringEnumMemberName("embeddings")] Embeddings,

    /// <summary>JSON with an <c>error</c> object, as OpenAI and Azure OpenAI write it.</summary>
    [JsonStringEnumMemberName("error-object")] ErrorObject,

    /// <summary>JSON <c>{"statusCode":…,"message":…}</c>: API Management, and Azure's own front door.</summary>
    [JsonStringEnumMemberName("status-message")] StatusMessage,

    /// <summary>Other JSON.</summary>
    [JsonStringEnumMemberName("json")] Json,

    /// <summary>An HTML page.</summary>
    [JsonStringEnumMemberName("html")] Html,

    /// <summary>Other text.</summary>
    [JsonStringEnumMemberName("text")] Text,
}
