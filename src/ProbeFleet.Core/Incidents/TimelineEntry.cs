namespace ProbeFleet.Core.Incidents;

/// <summary>An event in an incident's timeline.</summary>
/// <param name="Text">What happened, in one sentence.</param>
public sealed record TimelineEntry(DateTimeOffset At, TimelineKind Kind, string Text)
{
    /// <summary>The vantage that saw it; absent when it concerns the whole incident.</summary>
    public VantageName? Vantage { get; init; }

    /// <summary>The route concerned; absent when it concerns the whole incident.</summary>
    public RouteName? Route { get; init; }

    /// <summary>The ID of the probe that saw it; absent when there is none.</summary>
    public Guid? ProbeId { get; init; }
}

/// <summary>The kinds of timeline entries.</summary>
[JsonConverter(typeof(WireWordConverter<TimelineKind>))]
public enum TimelineKind
{
    /// <summary>The incident was opened.</summary>
    [JsonStringEnumMemberName("opened")] Opened,

    /// <summary>A vantage saw a route fail for the first time, or in another way than before.</summary>
    [JsonStringEnumMemberName("seen")] Seen,

    /// <summary>The evidence names another component or owner.</summary>
    [JsonStringEnumMemberName("suspect-changed")] SuspectChanged,

    /// <summary>The incident's fault comes and goes.</summary>
    [JsonStringEnumMemberName("flapping")] Flapping,

    /// <summary>One component explains this and another incident.</summary>
    [JsonStringEnumMemberName("merged")] Merged,

    /// <summary>A status page changed its claim.</summary>
    [JsonStringEnumMemberName("status-page")] StatusPage,

    /// <summary>A route works again from a vantage.</summary>
    [JsonStringEnumMemberName("recovered")] Recovered,

    /// <summary>A proof was requested, or arrived.</summary>
    [JsonStringEnumMemberName("verification")] Verification,

    /// <summary>A vantage was asked for the most informative probe.</summary>
    [JsonStringEnumMemberName("asked")] Asked,

    /// <summary>The answer to a question arrived.</summary>
    [JsonStringEnumMemberName("answered")] Answered,

    /// <summary>The incident was closed.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>A receiver accepted a notification, or refused it for good.</summary>
    [JsonStringEnumMemberName("notified")] Notified,
}
