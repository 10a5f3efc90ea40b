using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>What was seen while the request was written.</summary>
public sealed record SendFacts
{
    /// <summary>The bytes of the request, head and body.</summary>
    public required long Bytes { get; init; }
}

/// <summary>What was seen when the response's headers arrived.</summary>
public sealed record RespondFacts
{
    /// <summary>The response's HTTP version, such as <c>1.1</c>.</summary>
    public string? HttpVersion { get; init; }

    /// <summary>The target of a redirect, sanitized.</summary>
    public string? Location { get; init; }

    /// <summary>The frame with which the server ended the request's stream or the connection; absent when it sent none.</summary>
    public Http2End? Http2End { get; init; }
}

/// <summary>An HTTP/2 frame that ends a stream or a connection (RFC 9113, sections 6.4 and 6.8).</summary>
public sealed record Http2End
{
    /// <summary>Which frame.</summary>
    public required Http2EndFrame Frame { get; init; }

    /// <summary>The error code's name (<c>NO_ERROR</c>, <c>INTERNAL_ERROR</c>, …), or its number where it has none.</summary>
    public required string Error { get; init; }

    /// <summary>For GOAWAY: whether the server says that it took up the request; absent for RST_STREAM.</summary>
    public bool? TookUp { get; init; }
}

/// <summary>The frames that end a stream or a connection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Http2EndFrame>))]
public enum Http2EndFrame
{
    /// <summary>GOAWAY: the server takes no more requests on this connection.</summary>
    [JsonStringEnumMemberName("goaway")] GoAway,

    /// <summary>RST_STREAM: the server ended this one request.</summary>
    [JsonStringEnumMemberName("rst-stream")] ResetStream,
}

/// <summary>What was seen of the response's body.</summary>
public sealed record AnswerFacts
{
    /// <summary>The body's shape.</summary>
    public required BodyShape Shape { get; init; }

    /// <summary>The bytes that were read.</summary>
    public long Bytes { get; init; }

    /// <summary>The media type the response declared.</summary>
    public string? ContentType { get; init; }

    /// <summary>For a completion: the finish reason.</summary>
    public string? FinishReason { get; init; }

    /// <summary>For HTML: the page's title, or its first heading where it has none, sanitized, at most 120 characters.</summary>
    public string? Title { get; init; }

    /// <summary>The readable beginning of a body that states no error message, sanitized, at most 200 characters; absent otherwise.</summary>
    public string? Excerpt { get; init; }

    /// <summary>How the JSON is framed; absent for plain JSON and for what is no JSON.</summary>
    public AnswerFraming? Framing { get; init; }

    /// <summary>The <c>content-encoding</c> that the response declared; absent when it declared none.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Whether the body is not what <see cref="ContentEncoding"/> says: clients that decompress cannot read it. Absent otherwise.</summary>
    public bool? EncodingIsFalse { get; init; }

    /// <summary>Of a stream that was asked for and came: its counts and times. Absent otherwise.</summary>
    public StreamFacts? Stream { get; init; }
}

/// <summary>How the JSON of a body is framed where it is not one JSON value.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerFraming>))]
public enum AnswerFraming
{
    /// <summary>Server-sent events: <c>data:</c> lines.</summary>
    [JsonStringEnumMemberName("events")] Events,

    /// <summary>One JSON value per line.</summary>
    [JsonStringEnumMemberName("lines")] Lines,

    /// <summary>One JSON value, and then the <c>data: [DONE]</c> of a stream.</summary>
    [JsonStringEnumMemberName("json-then-done")] JsonThenDone,
}
