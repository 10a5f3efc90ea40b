using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>What became of connections that were left idle after a first answer, as a client's pool leaves them.</summary>
public sealed record ReuseEvidence
{
    /// <summary>The waits in the order in which they were made, each on a connection of its own. At least one.</summary>
    public required IReadOnlyList<IdleWait> Waits { get; init; }

    /// <summary>The longest wait after which a connection still worked; null when none did.</summary>
    [JsonIgnore]
    public IdleWait? Kept => Waits.Where(wait => wait.End is IdleEnd.Kept).MaxBy(wait => wait.Wait);

    /// <summary>The shortest wait after which a connection was dead without a word; null when none was.</summary>
    [JsonIgnore]
    public IdleWait? Dropped => Waits.Where(wait => wait.End is IdleEnd.Dropped).MinBy(wait => wait.Wait);

    /// <summary>The shortest wait in which the other end closed and said so; null when it never did.</summary>
    [JsonIgnore]
    public IdleWait? Told => Waits.Where(wait => wait.End is IdleEnd.Told).MinBy(wait => wait.EndedAfter ?? wait.Wait);
}

/// <summary>One connection that was left idle.</summary>
public sealed record IdleWait
{
    /// <summary>How long it was to be left idle.</summary>
    [JsonPropertyName("waitMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Wait { get; init; }

    /// <summary>What became of it.</summary>
    public required IdleEnd End { get; init; }

    /// <summary>What said so; absent where it still worked.</summary>
    public IdleSign? Sign { get; init; }

    /// <summary>For one that the other end closed and said so: after how long.</summary>
    [JsonPropertyName("endedAfterMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? EndedAfter { get; init; }

    /// <summary>How long the second request took, or was waited for; absent where none was sent.</summary>
    [JsonPropertyName("secondRequestMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? SecondRequest { get; init; }

    /// <summary>The status of the second answer; absent where none came.</summary>
    public int? Status { get; init; }
}

/// <summary>What became of an idle connection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IdleEnd>))]
public enum IdleEnd
{
    /// <summary>The second request on it was answered.</summary>
    [JsonStringEnumMemberName("kept")] Kept,

    /// <summary>The other end closed it and said so before anything was written: a pool sees that and opens another.</summary>
    [JsonStringEnumMemberName("told")] Told,

    /// <summary>Nothing was said, and the second request was not answered: whoever takes it from a pool fails.</summary>
    [JsonStringEnumMemberName("dropped")] Dropped,
}

/// <summary>What showed that an idle connection had ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IdleSign>))]
public enum IdleSign
{
    /// <summary>The other end closed it (FIN), after TLS's own goodbye or without.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>The other end reset it (RST).</summary>
    [JsonStringEnumMemberName("reset")] Reset,

    /// <summary>The first answer said that the connection ends with it.</summary>
    [JsonStringEnumMemberName("close-header")] CloseHeader,

    /// <summary>The second request got no answer in the time for response headers.</summary>
    [JsonStringEnumMemberName("no-answer")] NoAnswer,
}
