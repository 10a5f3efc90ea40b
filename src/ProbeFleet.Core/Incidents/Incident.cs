using System.Text.Json.Serialization;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Incidents;

/// <summary>The story of one localized fault: what was seen from where and when, who has to act, and what proved that it is over.</summary>
public sealed record Incident
{
    /// <summary>The incident's time-ordered id (UUID version 7); its time is <see cref="OpenedAt"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The version of this shape.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Whether it goes on.</summary>
    public required IncidentState State { get; init; }

    /// <summary>Whether the fault came and went so often that another opening is no news; the incident stays open meanwhile.</summary>
    public bool IsFlapping { get; init; }

    /// <summary>When it was opened, in whole milliseconds.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was closed or merged; absent while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What ended it; absent while it is open.</summary>
    public IncidentEnding? ClosedBy { get; init; }

    /// <summary>Who has to act, as the evidence says now.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The component that is suspected most; absent when none is.</summary>
    public Component? Component { get; init; }

    /// <summary>How probable the component is, or without one the owner; 0 to 0.99.</summary>
    public required double Confidence { get; init; }

    /// <summary>What is known, in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>The incident in one sentence, such as <c>The proxy of prod-westeurope refuses openai</c>; made from the rest.</summary>
    public string Title => IncidentTitle.Of(this);

    /// <summary>The latest localization that had evidence of the fault; absent in a list.</summary>
    public FaultLocalization? Localization { get; init; }

    /// <summary>The vantages and routes that failed; at most <see cref="MostAffected"/>.</summary>
    public required IReadOnlyList<AffectedRoute> Affected { get; init; }

    /// <summary>How many pairs of vantage and route failed beside those that are named; such an incident is closed by recovery only.</summary>
    public int AffectedBeyond { get; init; }

    /// <summary>What happened, oldest first; at most <see cref="MostEntries"/>, of which the first are always kept; empty in a list.</summary>
    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>What status pages claimed meanwhile, newest first; at most <see cref="MostStatusPages"/>. They prove nothing.</summary>
    public IReadOnlyList<StatusPageClaim> StatusPages { get; init; } = [];

    /// <summary>The incident that goes on for this one; absent unless it was merged.</summary>
    public Guid? MergedInto { get; init; }

    /// <summary>The incidents that were merged into this one.</summary>
    public IReadOnlyList<Guid> MergedFrom { get; init; } = [];

    /// <summary>The proofs that were asked for, oldest first; at most <see cref="MostVerifications"/>.</summary>
    public IReadOnlyList<IncidentVerification> Verifications { get; init; } = [];

    /// <summary>What the fleet asked itself to tell suspects apart, oldest first; at most <see cref="MostQuestions"/>.</summary>
    public IReadOnlyList<IncidentQuestion> Questions { get; init; } = [];

    /// <summary>The schema version that this code writes.</summary>
    [JsonIgnore]
    public static int CurrentSchema => 1;

    /// <summary>The question that waits for its answer; null when none does.</summary>
    [JsonIgnore]
    public IncidentQuestion? Waiting => Questions.FirstOrDefault(question => question.State is QuestionState.Waiting);

    /// <summary>The incident with a question that a person asked.</summary>
    /// <param name="next">The probe.</param>
    /// <param name="now">The time, in whole milliseconds.</param>
    public Incident Ask(NextProbe next, DateTimeOffset now) => Incidents.Questions.Ask(this, next, now, byPerson: true);

    /// <summary>
    /// The suspects of this incident: the component that it names, and those that one of its own failed probes speaks for. Those of other faults of the same
    /// time are not among them. Most probable first; empty without a localization.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<Suspect> OwnSuspects
    {
        get
        {
            var probes = Affected.Select(affected => affected.LatestProbeId).Concat(Timeline.Select(entry => entry.ProbeId).OfType<Guid>())
                .Select(id => id.ToString()).ToHashSet(StringComparer.Ordinal);
            return (Localization?.Suspects ?? []).Where(suspect => suspect.Component.Name == Component?.Name || suspect.For.Any(probes.Contains));
        }
    }

    /// <summary>The incident with more lines in its timeline. When there are too many, the first and the last are kept.</summary>
    /// <param name="entries">What happened.</param>
    public Incident With(IReadOnlyList<TimelineEntry> entries)
    {
        IReadOnlyList<TimelineEntry> all = [.. Timeline, .. entries];
        return this with
        {
            Timeline = all.Count <= MostEntries
                ? all
                : [.. all.Take(KeptFromTheBeginning), .. all.TakeLast(MostEntries - KeptFromTheBeginning)],
        };
    }

    private const int KeptFromTheBeginning = 20;

    /// <summary>The most pairs of vantage and route that one incident names; it counts the others in <see cref="AffectedBeyond"/>.</summary>
    [JsonIgnore]
    public static int MostAffected => 500;

    /// <summary>The most entries of a timeline.</summary>
    [JsonIgnore]
    public static int MostEntries => 200;

    /// <summary>The most claims of status pages.</summary>
    [JsonIgnore]
    public static int MostStatusPages => 20;

    /// <summary>The most questions that are kept.</summary>
    [JsonIgnore]
    public static int MostQuestions => 20;

    /// <summary>The most verifications that are kept.</summary>
    [JsonIgnore]
    public static int MostVerifications => 10;
}

/// <summary>Whether an incident goes on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentState>))]
public enum IncidentState
{
    /// <summary>The fault is there, or nothing has proved that it is not.</summary>
    [JsonStringEnumMemberName("open")] Open,

    /// <summary>Evidence has shown that the fault is over.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>Another incident goes on for it: one component explains both.</summary>
    [JsonStringEnumMemberName("merged")] Merged,
}

/// <summary>What ended an incident.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentEnding>))]
public enum IncidentEnding
{
    /// <summary>The fleet's own probes passed long enough.</summary>
    [JsonStringEnumMemberName("recovery")] Recovery,

    /// <summary>A verification proved it.</summary>
    [JsonStringEnumMemberName("verification")] Verification,

    /// <summary>Another incident goes on for it.</summary>
    [JsonStringEnumMemberName("merged")] Merged,
}
