using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Incidents;

/// <summary>Everything that incidents are judged by.</summary>
public sealed record JudgeCase
{
    /// <summary>The open incidents.</summary>
    public required IReadOnlyList<Incident> Open { get; init; }

    /// <summary>What the detectors knew.</summary>
    public required DetectionState Detection { get; init; }

    /// <summary>What probes saw in the window, in any order.</summary>
    public required IReadOnlyList<Observation> Observations { get; init; }

    /// <summary>The vantages; names unique.</summary>
    public required IReadOnlyList<FleetVantage> Vantages { get; init; }

    /// <summary>The configured routes; names unique.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>What status pages said to failed probes, by the cell that read it.</summary>
    public IReadOnlyDictionary<RouteCell, StatusPageClaim> StatusPages { get; init; } = new Dictionary<RouteCell, StatusPageClaim>();

    /// <summary>How far vantages are with the questions that wait, by the question's id.</summary>
    public IReadOnlyDictionary<Guid, QuestionProgress> Questions { get; init; } = new Dictionary<Guid, QuestionProgress>();

    /// <summary>From one round of the fleet to the next; above zero.</summary>
    public required TimeSpan Round { get; init; }

    /// <summary>How far back is looked.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The time, in whole milliseconds.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>What a judgement changes.</summary>
/// <param name="Changes">The incidents that are new or changed.</param>
/// <param name="Detection">What the detectors know now.</param>
/// <param name="Localization">Where the fault is; null when nothing fails, so that nobody asked.</param>
public sealed record Judgement(IReadOnlyList<IncidentChange> Changes, DetectionState Detection, FaultLocalization? Localization);

/// <summary>One changed incident.</summary>
/// <param name="Incident">The incident as it is now.</param>
/// <param name="IsNew">Whether it was opened by this judgement.</param>
/// <param name="Notices">What receivers are to be told: one notice per transition.</param>
public sealed record IncidentChange(Incident Incident, bool IsNew, IReadOnlyList<IncidentNotice> Notices);
