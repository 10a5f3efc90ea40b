using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Incidents;

/// <summary>An incident while it is judged: each step adds a timeline entry, and each transition a notice.</summary>
internal sealed class JudgedIncident(Incident incident, bool isNew, DateTimeOffset now)
{
    private const int MostNames = 20;

    private readonly List<IncidentNotice> _notices = [];

    private bool _isChanged = isNew;

    public Incident Incident { get; private set; } = incident;

    public bool IsNew { get; } = isNew;

    public IncidentChange? Change => _isChanged ? new(Incident, IsNew, _notices) : null;

    /// <summary>
    /// Whether a proof that was asked for is awaited. It decides first, and its deadline is near: until then nothing else ends the
    /// incident.
    /// </summary>
    public bool IsBeingProved => VerificationJudge.Running(Incident) is { Deadline: var deadline } && now < deadline;

    /// <summary>Opens an incident for a component; the caller adds its cells.</summary>
    public static JudgedIncident Open(Suspect suspect, string seed, DateTimeOffset now) => new(
        new()
        {
            Id = DerivedId.Derive(now, seed),
            State = IncidentState.Open,
            OpenedAt = now,
            UpdatedAt = now,
            Owner = suspect.Component.Owner,
            Component = suspect.Component,
            Confidence = suspect.Probability,
            Summary = "",
            Affected = [],
        },
        isNew: true,
        now);

    public void Set(Func<Incident, Incident> change)
    {
        var changed = change(Incident);
        if (!ReferenceEquals(changed, Incident))
        {
            (Incident, _isChanged) = (changed with { UpdatedAt = now }, true);
        }
    }

    public void Note(params IReadOnlyList<TimelineEntry> entries)
    {
        if (entries is not [])
        {
            Set(incident => incident.With(entries));
        }
    }

    /// <summary>Adds a transition to the timeline and its notice.</summary>
    public void Turn(IncidentTransition transition, TimelineKind kind, string text)
    {
        Note(new TimelineEntry(now, kind, text));
        _notices.Add(new()
        {
            Id = DerivedId.Derive(now, $"{Incident.Id} {WireWord.Of(transition)} {text}"),
            IncidentId = Incident.Id,
            Transition = transition,
            At = now,
            OpenedAt = Incident.OpenedAt,
            Owner = Incident.Owner,
            Component = Incident.Component?.Name,
            Confidence = Incident.Confidence,
            Summary = Incident.Summary,
            Change = text,
            Vantages = [.. Incident.Affected.Select(affected => affected.Vantage).Distinct().Take(MostNames)],
            Routes = [.. Incident.Affected.Select(affected => affected.Route).Distinct().Take(MostNames)],
        });
    }

    /// <summary>Sets the component that the evidence names now; another component or owner is a transition.</summary>
    public void Suspect(Component component, double probability, string summary)
    {
        var before = Incident;
        Set(incident => incident with { Component = component, Owner = component.Owner, Confidence = probability, Summary = summary });
        if (!IsNew && before.Component?.Name != component.Name)
        {
            Turn(IncidentTransition.SuspectChanged, TimelineKind.SuspectChanged,
                $"The evidence now names {component.Name} ({WireWord.Of(component.Owner)}); "
                + $"it named {before.Component?.Name ?? "nothing"} ({WireWord.Of(before.Owner)}) before.");
        }
    }

    /// <param name="unread">The open incidents that cannot be read: one of the same fault is named.</param>
    public void AnnounceOpening(IReadOnlyList<UnreadIncident> unread)
    {
        if (IsNew)
        {
            var others = unread.Where(other => other.MayBeOf(Incident.Component)).Select(other => other.Id).Take(MostNames).ToList();
            var doubt = others is [] ? ""
                : $" It may be the fault of what is open and cannot be read by the version that judges: {string.Join(", ", others)}.";
            Turn(IncidentTransition.Opened, TimelineKind.Opened,
                $"{Incident.Component?.Name} is suspected ({WireWord.Of(Incident.Owner)}, {Incident.Confidence:0.00}): {Extent()}.{doubt}");
        }
    }

    /// <summary>Records the claim of a status page, and adds a timeline entry when it differs from the previous one.</summary>
    public void AddStatusPageClaim(StatusPageClaim claim)
    {
        if (Incident.StatusPages.Any(known => known.Url == claim.Url && known.CheckedAt >= claim.CheckedAt))
        {
            return;
        }

        var before = Incident.StatusPages.FirstOrDefault(known => known.Url == claim.Url);
        Set(incident => incident with
        {
            StatusPages =
            [
                claim,
                .. incident.StatusPages
                    .Where(known => known.Url != claim.Url || known.Indicator != claim.Indicator)
                    .Take(Incident.MostStatusPages - 1),
            ],
        });
        if (before?.Indicator != claim.Indicator)
        {
            var text = $"{claim.Url} says '{claim.Indicator}'. It moves no probability.";
            Note(new TimelineEntry(claim.CheckedAt, TimelineKind.StatusPage, text) { Vantage = claim.Vantage });
        }
    }

    public void Flap(bool isFlapping)
    {
        if (isFlapping == Incident.IsFlapping)
        {
            return;
        }

        Set(incident => incident with { IsFlapping = isFlapping });
        if (isFlapping)
        {
            Turn(IncidentTransition.Flapping, TimelineKind.Flapping,
                "The fault has begun more than three times in six hours. The incident stays open until it stays away.");
        }
    }

    /// <summary>Ends this incident: another one goes on for it, with its cells.</summary>
    /// <param name="counted">The cells that the keeper has or counts already.</param>
    public void MergeInto(JudgedIncident keeper, IReadOnlySet<RouteCell> counted)
    {
        Set(incident => VerificationJudge.Abandon(incident, now) with
        {
            State = IncidentState.Merged,
            ClosedAt = now,
            ClosedBy = IncidentEnding.Merged,
            MergedInto = keeper.Incident.Id
        });
        Turn(IncidentTransition.Merged, TimelineKind.Merged,
            $"{keeper.Incident.Component?.Name ?? "One cause"} explains this incident too: incident {keeper.Incident.Id} goes on for it.");
        keeper.Note(new TimelineEntry(now, TimelineKind.Merged,
            $"Incident {Incident.Id} was merged into this one: {keeper.Incident.Component?.Name ?? "one cause"} explains both."));
        var cells = keeper.Incident.Affected.Select(RouteCell.From).ToHashSet();
        AffectedRoute[] added = [.. Incident.Affected.Where(affected => !cells.Contains(RouteCell.From(affected)))];
        var room = Incident.MostAffected - cells.Count;
        var cut = added.Skip(room).Count(affected => !counted.Contains(RouteCell.From(affected)));
        keeper.Set(incident => incident with
        {
            MergedFrom = [.. incident.MergedFrom, Incident.Id],
            Affected = [.. incident.Affected, .. added.Take(room)],
            AffectedBeyond = incident.AffectedBeyond + Incident.AffectedBeyond + cut,
        });
    }

    public void Close(IncidentEnding by, string text)
    {
        Set(incident => VerificationJudge.Abandon(incident, now) with { State = IncidentState.Closed, ClosedAt = now, ClosedBy = by });
        Turn(IncidentTransition.Closed, TimelineKind.Closed, text);
    }

    /// <summary>The extent of the fault: <c>1 route fails from 2 vantages</c>, <c>4 routes are slow from 1 vantage</c>.</summary>
    private string Extent()
    {
        var routes = Incident.Affected.Select(affected => affected.Route).Distinct().Count();
        var vantages = Incident.Affected.Select(affected => affected.Vantage).Distinct().Count();
        var isSlow = Incident.Affected.All(affected => affected.Slow is not null);
        var suffer = (isSlow, routes) switch
        {
            (true, 1) => "is slow",
            (true, _) => "are slow",
            (false, 1) => "fails",
            (false, _) => "fail",
        };
        return $"{Several(routes, "route")} {suffer} from {Several(vantages, "vantage")}";
    }

    private static string Several(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
