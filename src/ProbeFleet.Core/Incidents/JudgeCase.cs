using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Core.Incidents;

/// <summary>The input of a judgement.</summary>
public sealed record JudgeCase
{
    /// <summary>The open incidents.</summary>
    public required IReadOnlyList<Incident> Open { get; init; }

    /// <summary>The open incidents that cannot be read.</summary>
    public IReadOnlyList<UnreadIncident> Unread { get; init; } = [];

    /// <summary>The state of the detectors.</summary>
    public required DetectionState Detection { get; init; }

    /// <summary>The observations in the window, in any order.</summary>
    public required IReadOnlyList<Observation> Observations { get; init; }

    /// <summary>Whether observations may be missing that were made: then nothing recovers and nothing is closed.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The vantages of which results could not be read, or which are left out with all of them: a localization says so.</summary>
    public IReadOnlyList<VantageName> UnreadableVantages { get; init; } = [];

    /// <summary>The vantages; names unique.</summary>
    public required IReadOnlyList<FleetVantage> Vantages { get; init; }

    /// <summary>The configured routes; names unique.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>The claims of status pages that failed probes read, by cell.</summary>
    public IReadOnlyDictionary<RouteCell, StatusPageClaim> StatusPages { get; init; } = new Dictionary<RouteCell, StatusPageClaim>();

    /// <summary>The progress of waiting questions, by the question's ID.</summary>
    public IReadOnlyDictionary<Guid, QuestionProgress> Questions { get; init; } = new Dictionary<Guid, QuestionProgress>();

    /// <summary>The time between two rounds of the fleet; above zero.</summary>
    public required TimeSpan Round { get; init; }

    /// <summary>The length of the window.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The current time, in whole milliseconds.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Localizes the fault by observations of the window.</summary>
    internal FaultLocalization Locate(IEnumerable<Observation> seen) =>
        Localizer.Locate(LocalizerInput.From(new(Now - Window, Now), Vantages, Routes, seen)).WithMissing(IsPartial, UnreadableVantages);
}

/// <summary>The result of a judgement.</summary>
/// <param name="Localization">The localization of the fault; null when nothing fails.</param>
public sealed record Judgement(IReadOnlyList<IncidentChange> Changes, DetectionState Detection, FaultLocalization? Localization)
{
    /// <summary>The incidents that would have been opened if all open ones could be read.</summary>
    public IReadOnlyList<HeldBack> HeldBack { get; init; } = [];
}

/// <summary>A new or changed incident.</summary>
/// <param name="Incident">The incident after the change.</param>
/// <param name="Notices">The notices to send, one per transition.</param>
public sealed record IncidentChange(Incident Incident, bool IsNew, IReadOnlyList<IncidentNotice> Notices);
