using System.Text.Json.Serialization;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Incidents;

/// <summary>One thing that happened.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Text">What, in one sentence.</param>
public sealed record TimelineEntry(DateTimeOffset At, TimelineKind Kind, string Text)
{
    /// <summary>Where it was seen; absent when it is about the whole incident.</summary>
    public VantageName? Vantage { get; init; }

    /// <summary>On which route; absent when it is about the whole incident.</summary>
    public RouteName? Route { get; init; }

    /// <summary>The probe that saw it; absent when none did.</summary>
    public Guid? ProbeId { get; init; }
}

/// <summary>The kinds of things that happen to an incident.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TimelineKind>))]
public enum TimelineKind
{
    /// <summary>It was opened.</summary>
    [JsonStringEnumMemberName("opened")] Opened,

    /// <summary>A vantage saw a route fail for the first time, or in another way than before.</summary>
    [JsonStringEnumMemberName("seen")] Seen,

    /// <summary>The evidence names another component or owner.</summary>
    [JsonStringEnumMemberName("suspect-changed")] SuspectChanged,

    /// <summary>It comes and goes.</summary>
    [JsonStringEnumMemberName("flapping")] Flapping,

    /// <summary>One component explains it and another incident.</summary>
    [JsonStringEnumMemberName("merged")] Merged,

    /// <summary>A status page changed what it claims.</summary>
    [JsonStringEnumMemberName("status-page")] StatusPage,

    /// <summary>A route works again from a vantage.</summary>
    [JsonStringEnumMemberName("recovered")] Recovered,

    /// <summary>A proof was asked for, or came.</summary>
    [JsonStringEnumMemberName("verification")] Verification,

    /// <summary>A vantage was asked for the probe that would tell most.</summary>
    [JsonStringEnumMemberName("asked")] Asked,

    /// <summary>What that probe saw and what it settled.</summary>
    [JsonStringEnumMemberName("answered")] Answered,

    /// <summary>It was closed.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>A receiver took a notification.</summary>
    [JsonStringEnumMemberName("notified")] Notified,
}
