using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Incidents;

/// <summary>The record of one localized fault: where and when it was seen, who has to act, and what proved that it is over.</summary>
public sealed record Incident
{
    /// <summary>The incident's time-ordered ID (UUID version 7); its time is <see cref="OpenedAt"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The schema version of this record.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Whether the incident is open, closed or merged.</summary>
    public required IncidentState State { get; init; }

    /// <summary>Whether the fault came and went so often that another opening is no news; the incident stays open meanwhile.</summary>
    public bool IsFlapping { get; init; }

    /// <summary>When the incident was opened, in whole milliseconds.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the incident last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the incident was closed or merged; absent while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How the incident ended; absent while it is open.</summary>
    public IncidentEnding? ClosedBy { get; init; }

    /// <summary>The party that has to act, according to the current evidence.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The most suspected component; absent when there is none.</summary>
    public Component? Component { get; init; }

    /// <summary>The probability of the component, or of the owner if there is none; 0 to 0.99.</summary>
    public required double Confidence { get; init; }

    /// <summary>The verdict in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>The incident in one sentence, such as <c>The proxy of prod-westeurope refuses openai</c>; a derived member.</summary>
    public string Title => IncidentTitle.Write(this);

    /// <summary>The latest localization with evidence of the fault; absent in a list.</summary>
    public FaultLocalization? Localization { get; init; }

    /// <summary>The vantages and routes that failed; at most <see cref="MostAffected"/>.</summary>
    public required IReadOnlyList<AffectedRoute> Affected { get; init; }

    /// <summary>The number of further pairs of vantage and route that failed; such an incident is closed by recovery only.</summary>
    public int AffectedBeyond { get; init; }

    /// <summary>The timeline, oldest first; at most <see cref="MostEntries"/>, always with the first ones; empty in a list.</summary>
    public IReadOnlyList<TimelineEntry> Timeline { get; init => field = value ?? []; } = [];

    /// <summary>The claims of status pages meanwhile, newest first; at most <see cref="MostStatusPages"/>. They prove nothing.</summary>
    public IReadOnlyList<StatusPageClaim> StatusPages { get; init => field = value ?? []; } = [];

    /// <summary>The incident that continues this one; absent unless it was merged.</summary>
    public Guid? MergedInto { get; init; }

    /// <summary>The incidents that were merged into this one.</summary>
    public IReadOnlyList<Guid> MergedFrom { get; init => field = value ?? []; } = [];

    /// <summary>The requested verifications, oldest first; at most <see cref="MostVerifications"/>.</summary>
    public IReadOnlyList<IncidentVerification> Verifications { get; init => field = value ?? []; } = [];

    /// <summary>The probes ordered to tell suspects apart, oldest first; at most <see cref="MostQuestions"/>.</summary>
    public IReadOnlyList<IncidentQuestion> Questions { get; init => field = value ?? []; } = [];

    /// <summary>The schema version that this code writes.</summary>
    public static int CurrentSchema => 1;

    /// <summary>The question that awaits its answer; null when there is none.</summary>
    [JsonIgnore]
    public IncidentQuestion? Waiting => Questions.FirstOrDefault(question => question.State is QuestionState.Waiting);

    /// <summary>Adds a question asked by a person.</summary>
    /// <param name="now">The time, in whole milliseconds.</param>
    public Incident Ask(NextProbe next, DateTimeOffset now) => Incidents.QuestionTransitions.Ask(this, next, now, byPerson: true);

    /// <summary>
    /// The suspects of this incident: its named component, and those that one of its own failed probes supports, but not those of other
    /// faults at the same time. Most probable first; empty without a localization.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<Suspect> OwnSuspects
    {
        get
        {
            var probes = Affected.Select(affected => affected.LatestProbeId).Concat(Timeline.Select(entry => entry.ProbeId).OfType<Guid>())
                .Select(id => id.ToString()).ToHashSet(StringComparer.Ordinal);
            return (Localization?.Suspects ?? []).Where(
                suspect => suspect.Component.Name == Component?.Name || suspect.For.Any(probes.Contains));
        }
    }

    /// <summary>Adds entries to the timeline. When there are too many, the first and the last are kept.</summary>
    public Incident With(IReadOnlyList<TimelineEntry> entries)
    {
        IReadOnlyList<TimelineEntry> all = [.. Timeline.Concat(entries).OrderBy(entry => entry.At)];
        return this with
        {
            Timeline = all.Count <= MostEntries
                ? all
                : [.. all.Take(KeptFromTheBeginning), .. all.TakeLast(MostEntries - KeptFromTheBeginning)],
        };
    }

    private const int KeptFromTheBeginning = 20;

    /// <summary>The most pairs of vantage and route that one incident names; <see cref="AffectedBeyond"/> counts the others.</summary>
    public static int MostAffected => 500;

    /// <summary>The most entries in a timeline.</summary>
    public static int MostEntries => 200;

    /// <summary>The most claims of status pages.</summary>
    public static int MostStatusPages => 20;

    /// <summary>The most questions that are kept.</summary>
    public static int MostQuestions => 20;

    /// <summary>The most verifications that are kept.</summary>
    public static int MostVerifications => 10;
}

/// <summary>The states of an incident.</summary>
[JsonConverter(typeof(WireWordConverter<IncidentState>))]
public enum IncidentState
{
    /// <summary>The fault persists, or nothing has proved that it is over.</summary>
    [JsonStringEnumMemberName("open")] Open,

    /// <summary>Evidence has shown that the fault is over.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>Another incident continues this one, because one component explains both.</summary>
    [JsonStringEnumMemberName("merged")] Merged,
}

/// <summary>The ways in which an incident can end.</summary>
[JsonConverter(typeof(WireWordConverter<IncidentEnding>))]
public enum IncidentEnding
{
    /// <summary>The fleet's own probes passed for long enough.</summary>
    [JsonStringEnumMemberName("recovery")] Recovery,

    /// <summary>A verification proved the fix.</summary>
    [JsonStringEnumMemberName("verification")] Verification,

    /// <summary>Another incident continues this one.</summary>
    [JsonStringEnumMemberName("merged")] Merged,
}

/// <summary>The claim of a status page while an incident was open. It is shown beside the evidence and changes no probability.</summary>
/// <param name="Indicator">The page's own word, such as <c>none</c> or <c>major</c>, or <c>unreadable</c>.</param>
/// <param name="Note">A note on how to interpret the claim.</param>
public sealed record StatusPageClaim(string Url, DateTimeOffset CheckedAt, string Indicator, string Note, VantageName Vantage);
