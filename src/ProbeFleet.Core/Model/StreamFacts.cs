namespace ProbeFleet.Core.Model;

/// <summary>What was observed while the first event of a stream was awaited.</summary>
public sealed record FirstEventFacts
{
    /// <summary>The bytes received up to the end of the first event or of the wait.</summary>
    public long Bytes { get; init; }

    /// <summary>The number of comments (<c>: ping</c>) received, with which a server or gateway keeps the connection alive.</summary>
    public int Comments { get; init; }

    /// <summary>How the wait ended; absent when the first event came.</summary>
    public StreamEnd? End { get; init; }

    /// <summary>How long nothing had come when the wait ended; absent when the first event came.</summary>
    [JsonPropertyName("gapBeforeEndMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? GapBeforeEnd { get; init; }

    /// <summary>
    /// Whether the other end's TCP (a proxy's, where one is in between) gave a sign of life when a silent stream was about to be given
    /// up; absent where it was not asked or Linux did not tell.
    /// </summary>
    public bool? PeerAnswered { get; init; }
}

/// <summary>The counts and times of a stream, without any of its content.</summary>
public sealed record StreamFacts
{
    /// <summary>The number of events, including <c>[DONE]</c>.</summary>
    public required int Events { get; init; }

    /// <summary>The number of events that carried a piece of the answer: text, reasoning or a tool call.</summary>
    public int Contents { get; init; }

    /// <summary>The number of comments (<c>: ping</c>), which keep a connection alive.</summary>
    public int Comments { get; init; }

    /// <summary>The time from the response's headers to the first piece of the answer; absent when none came.</summary>
    [JsonPropertyName("firstContentMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? FirstContent { get; init; }

    /// <summary>The longest time between two events; absent when fewer than two came.</summary>
    [JsonPropertyName("longestGapMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? LongestGap { get; init; }

    /// <summary>The number of the event before the longest gap, counted from 1; absent when fewer than two came.</summary>
    public int? LongestGapAfter { get; init; }

    /// <summary>The time from the last bytes to the end.</summary>
    [JsonPropertyName("gapBeforeEndMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan GapBeforeEnd { get; init; }

    /// <summary>The number of events that came with the last read; all of them when something on the path buffered the stream.</summary>
    public int EventsInLastRead { get; init; }

    /// <summary>How the stream ended.</summary>
    public StreamEnd End { get; init; }

    /// <summary>
    /// Whether the other end's TCP (a proxy's, where one is in between) gave a sign of life when a silent stream was about to be given
    /// up; absent where it was not asked or Linux did not tell.
    /// </summary>
    public bool? PeerAnswered { get; init; }

    /// <summary>Whether the terminal event came: <c>[DONE]</c>, <c>response.completed</c> or <c>response.incomplete</c>.</summary>
    public bool HasTerminalEvent { get; init; }
}

/// <summary>The ways in which a stream can end.</summary>
[JsonConverter(typeof(WireWordConverter<StreamEnd>))]
public enum StreamEnd
{
    /// <summary>The stream's own last event: <c>[DONE]</c>, <c>response.completed</c>, or an error.</summary>
    [JsonStringEnumMemberName("last-event")] LastEvent,

    /// <summary>The end of the body as HTTP declares it: a last chunk, or the stated length.</summary>
    [JsonStringEnumMemberName("body-end")] BodyEnd,

    /// <summary>A TLS alert (<c>close_notify</c>): the holder of the certificate closed the connection.</summary>
    [JsonStringEnumMemberName("tls-alert")] TlsAlert,

    /// <summary>A FIN, on TLS without a preceding alert: a hint at something in between.</summary>
    [JsonStringEnumMemberName("fin")] Fin,

    /// <summary>A TCP reset.</summary>
    [JsonStringEnumMemberName("rst")] Rst,

    /// <summary>The end of the connection over TLS; the workload's runtime cannot tell whether an alert preceded it.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>An HTTP/2 frame RST_STREAM: the HTTP/2 peer ended only this stream.</summary>
    [JsonStringEnumMemberName("rst-stream")] ResetStream,

    /// <summary>An HTTP/2 frame GOAWAY, followed by the end of the connection.</summary>
    [JsonStringEnumMemberName("goaway")] GoAway,

    /// <summary>The probe ended it because nothing came within <c>probe.streamGap</c>.</summary>
    [JsonStringEnumMemberName("gap-budget")] GapBudget,

    /// <summary>The probe ended it because its whole budget was used up.</summary>
    [JsonStringEnumMemberName("budget")] Budget,

    /// <summary>The probe was cancelled, or the stream became larger than any answer to a probe.</summary>
    [JsonStringEnumMemberName("probe")] Probe,
}
