namespace ProbeFleet.Core.Model;

/// <summary>What happened to connections that were left idle after a first answer, as a client's connection pool leaves them.</summary>
public sealed record ReuseEvidence
{
    /// <summary>The waits in the order in which they were made, each on its own connection. At least one.</summary>
    public required IReadOnlyList<IdleWait> Waits { get; init; }

    /// <summary>The longest wait after which a connection still worked; null when none did.</summary>
    [JsonIgnore]
    public IdleWait? Kept => Waits.Where(wait => wait.End is IdleEnd.Kept).MaxBy(wait => wait.Wait);

    /// <summary>The shortest wait after which a connection was silently dead; null when none was.</summary>
    [JsonIgnore]
    public IdleWait? Dropped => Waits.Where(wait => wait.End is IdleEnd.Dropped).MinBy(wait => wait.Wait);

    /// <summary>The shortest wait during which the other end visibly closed the connection; null when it never did.</summary>
    [JsonIgnore]
    public IdleWait? Told => Waits.Where(wait => wait.End is IdleEnd.Told).MinBy(wait => wait.EndedAfter ?? wait.Wait);
}

/// <summary>One connection that was left idle.</summary>
public sealed record IdleWait
{
    /// <summary>How long the connection was to be left idle.</summary>
    [JsonPropertyName("waitMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Wait { get; init; }

    /// <summary>How the wait ended.</summary>
    public required IdleEnd End { get; init; }

    /// <summary>The sign that showed the end; absent when the connection still worked.</summary>
    public IdleSign? Sign { get; init; }

    /// <summary>How long the connection was idle when the other end closed it; absent unless it was closed visibly.</summary>
    [JsonPropertyName("endedAfterMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? EndedAfter { get; init; }

    /// <summary>How long the second request took or was waited for; absent when none was sent.</summary>
    [JsonPropertyName("secondRequestMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? SecondRequest { get; init; }

    /// <summary>The status of the second answer; absent when none came.</summary>
    public int? Status { get; init; }
}

/// <summary>The ways in which an idle connection can end.</summary>
[JsonConverter(typeof(WireWordConverter<IdleEnd>))]
public enum IdleEnd
{
    /// <summary>The second request on the connection was answered.</summary>
    [JsonStringEnumMemberName("kept")] Kept,

    /// <summary>The other end visibly closed it before anything was written: a pool notices and opens another.</summary>
    [JsonStringEnumMemberName("told")] Told,

    /// <summary>The connection was silently dropped and the second request not answered: callers that use a pool fail.</summary>
    [JsonStringEnumMemberName("dropped")] Dropped,
}

/// <summary>The signs that an idle connection has ended.</summary>
[JsonConverter(typeof(WireWordConverter<IdleSign>))]
public enum IdleSign
{
    /// <summary>The other end closed the connection (FIN), with or without a TLS close_notify.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>The other end reset the connection (RST).</summary>
    [JsonStringEnumMemberName("reset")] Reset,

    /// <summary>The first answer announced the end of the connection.</summary>
    [JsonStringEnumMemberName("close-header")] CloseHeader,

    /// <summary>The second request got no answer within the time limit for response headers.</summary>
    [JsonStringEnumMemberName("no-answer")] NoAnswer,
}
