using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>What was seen while the first event of a stream was awaited.</summary>
public sealed record FirstEventFacts
{
    /// <summary>The bytes that came, up to the end of the first event or of the wait.</summary>
    public long Bytes { get; init; }

    /// <summary>The comments (<c>: ping</c>) among them: a server or gateway that keeps the connection alive.</summary>
    public int Comments { get; init; }

    /// <summary>What ended the wait; absent when the first event came.</summary>
    public StreamEnd? End { get; init; }

    /// <summary>How long nothing had come when it ended; absent when the first event came.</summary>
    [JsonPropertyName("gapBeforeEndMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? GapBeforeEnd { get; init; }
}

/// <summary>What was seen of a stream: counts and times, and nothing of what it said.</summary>
public sealed record StreamFacts
{
    /// <summary>The events, <c>[DONE]</c> included.</summary>
    public required int Events { get; init; }

    /// <summary>The events that carried a piece of the answer: text, reasoning or a tool's call.</summary>
    public int Contents { get; init; }

    /// <summary>The comments (<c>: ping</c>), which keep a connection alive.</summary>
    public int Comments { get; init; }

    /// <summary>From the response's headers to the first piece of the answer; absent when none came.</summary>
    [JsonPropertyName("firstContentMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? FirstContent { get; init; }

    /// <summary>The longest time between two events; absent when fewer than two came.</summary>
    [JsonPropertyName("longestGapMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? LongestGap { get; init; }

    /// <summary>The number of the event before the longest gap, counted from 1; absent when fewer than two came.</summary>
    public int? LongestGapAfter { get; init; }

    /// <summary>From the last bytes to the end.</summary>
    [JsonPropertyName("gapBeforeEndMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan GapBeforeEnd { get; init; }

    /// <summary>How many events came at once at the last: all of them, when something on the way held the stream back.</summary>
    public int EventsInLastRead { get; init; }

    /// <summary>Who ended it.</summary>
    public StreamEnd End { get; init; }

    /// <summary>Whether the event that ends a whole answer came: <c>[DONE]</c>, <c>response.completed</c> or <c>response.incomplete</c>.</summary>
    public bool HasTerminalEvent { get; init; }
}

/// <summary>What ended a stream.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StreamEnd>))]
public enum StreamEnd
{
    /// <summary>Its own last event: <c>[DONE]</c>, <c>response.completed</c>, or an error.</summary>
    [JsonStringEnumMemberName("last-event")] LastEvent,

    /// <summary>The end of the body, as the server's HTTP declares it: a last chunk, or the stated length.</summary>
    [JsonStringEnumMemberName("body-end")] BodyEnd,

    /// <summary>A TLS alert (<c>close_notify</c>): whoever holds the certificate closed the connection.</summary>
    [JsonStringEnumMemberName("tls-alert")] TlsAlert,

    /// <summary>A FIN, on TLS without an alert before it: a hint at something between.</summary>
    [JsonStringEnumMemberName("fin")] Fin,

    /// <summary>A reset.</summary>
    [JsonStringEnumMemberName("rst")] Rst,

    /// <summary>An HTTP/2 frame RST_STREAM: whoever speaks HTTP/2 with the probe ended this stream alone.</summary>
    [JsonStringEnumMemberName("rst-stream")] ResetStream,

    /// <summary>An HTTP/2 frame GOAWAY, and then the end of the connection.</summary>
    [JsonStringEnumMemberName("goaway")] GoAway,

    /// <summary>The probe, because nothing came within <c>probe.streamGap</c>.</summary>
    [JsonStringEnumMemberName("gap-budget")] GapBudget,

    /// <summary>The probe, because its whole time was used up.</summary>
    [JsonStringEnumMemberName("budget")] Budget,

    /// <summary>The probe: it was cancelled, or the stream became larger than any answer to a probe.</summary>
    [JsonStringEnumMemberName("probe")] Probe,
}
