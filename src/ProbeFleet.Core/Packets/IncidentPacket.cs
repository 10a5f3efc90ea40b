using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Packets;

/// <summary>
/// Makes the packet of an incident: its most telling failed probe, the observations of the rest of the fleet, and as proof one request per
/// failed vantage and route.
/// </summary>
public static class IncidentPacket
{
    private const int MostSuspects = 5;
    private const int MostNames = 20;

    /// <summary>The failed probes, most telling first: those that support the suspect, of still failing routes, the latest.</summary>
    public static IEnumerable<AffectedRoute> MostTelling(Incident incident)
    {
        var named = incident.Localization?.Suspects.FirstOrDefault(suspect => suspect.Component.Name == incident.Component?.Name);
        var evidence = named?.For.ToHashSet(StringComparer.Ordinal) ?? [];
        return incident.Affected
            .OrderByDescending(affected => evidence.Contains($"{affected.LatestProbeId}"))
            .ThenByDescending(affected => affected.RecoveredAt is null)
            .ThenByDescending(affected => affected.LastFailedAt);
    }

    /// <summary>Makes the packet.</summary>
    /// <param name="probe">The incident's most telling failed probe.</param>
    /// <param name="elsewhere">What the rest of the fleet sees.</param>
    public static Packet From(Incident incident, ProbeResult probe, FleetComparison elsewhere, DateTimeOffset madeAt)
    {
        var packet = PacketWriter.FromProbe(probe, madeAt);
        return (IsOverruled(incident, packet) ? Overruled(packet) : packet) with
        {
            Kind = PacketKind.Incident,
            Incident = Head(incident) with { Missing = Missing(incident.Localization, elsewhere) },
            Comparison = elsewhere.Rows,
            Recipient = incident.Owner is Owner.Unknown ? packet.Recipient : Recipients.For(probe, incident.Owner),
            Verification = new(
                $"POST /api/incidents/{incident.Id}/verification",
                [.. incident.Affected.Select(
                    affected => new PacketRequest(affected.Vantage, affected.Route, affected.Depth, affected.RouteFingerprint))]),
        };
    }

    private static bool IsOverruled(Incident incident, Packet packet) =>
        packet.Slow is null && incident.Owner is not Owner.Unknown && incident.Owner != packet.Diagnosis.Owner;

    /// <summary>Leaves out what the probe by itself warns of: it may be just what the incident's owner has to do.</summary>
    private static Packet Overruled(Packet packet) => packet with
    {
        DoNext =
        [
            "Begin with the incident's verdict: many probes name another owner than this one by itself, whose own steps follow.",
            .. packet.DoNext,
        ],
        DoNot = [],
    };

    private static PacketIncident Head(Incident incident) => new()
    {
        Id = incident.Id,
        State = incident.State,
        IsFlapping = incident.IsFlapping,
        OpenedAt = incident.OpenedAt,
        ClosedAt = incident.ClosedAt,
        Owner = incident.Owner,
        Component = incident.Component?.Name,
        Confidence = incident.Confidence,
        Summary = incident.Summary,
        Suspects = [.. incident.OwnSuspects.Take(MostSuspects).Select(InBrief)],
        CannotTellApart =
        [
            .. (incident.Localization?.Indistinguishable ?? []).Where(
                group => incident.OwnSuspects.Any(suspect => group.Contains(suspect.Component.Name))),
        ],
        StatusPages = [.. incident.StatusPages.Select(InBrief)],
    };

    private static PacketSuspect InBrief(Suspect suspect) =>
        new(suspect.Component.Name, suspect.Probability, suspect.For.Count, suspect.Against.Count);

    private static string InBrief(StatusPageClaim page) =>
        $"{page.Url} said '{page.Indicator}' at {InstantConverter.TextOf(page.CheckedAt)}";

    private static string? Missing(FaultLocalization? located, FleetComparison elsewhere)
    {
        if (located is not { IsPartial: true } && !elsewhere.IsPartial)
        {
            return null;
        }

        string[] names = [.. (located?.UnreadableVantages ?? []).Union(elsewhere.UnreadableVantages)
            .Select(name => name.ToString()).Order(StringComparer.Ordinal)];
        var more = names.Length > MostNames ? $" and {names.Length - MostNames} more" : "";
        return names is []
            ? "Not all of the fleet's evidence could be read, and which vantages saw the rest is not known. What is missing may change the "
                + "verdict."
            : "Not all of the fleet's evidence could be read. At least what these vantages saw is missing, in part or in full: "
                + $"{string.Join(", ", names.Take(MostNames))}{more}. What is missing may change the verdict.";
    }
}

/// <summary>What the rest of the fleet sees, to be compared with an incident's probe.</summary>
/// <param name="Rows">What failed, the same route elsewhere, and the same vantage's other routes.</param>
public sealed record FleetComparison(IReadOnlyList<PacketComparison> Rows)
{
    /// <summary>Whether rows may be missing, since storage could not tell of all.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The vantages of which a row could not be read.</summary>
    public IReadOnlyList<VantageName> UnreadableVantages { get; init; } = [];
}
