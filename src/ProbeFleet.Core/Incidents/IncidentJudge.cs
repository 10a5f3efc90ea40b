using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Incidents;

/// <summary>
/// Opens, updates, merges and closes incidents: a pure function of the open incidents, the detectors' state and the observations. An
/// incident is opened when a detector alarms and the localization accuses a component; it is closed when the detectors and every failed
/// route have recovered. Without data nothing changes. The rules are in <c>docs/incidents.md</c>.
/// </summary>
public sealed class IncidentJudge
{
    /// <summary>A round with its bursts takes at most so much of the time between two rounds.</summary>
    private const double LongestRound = .9;

    /// <summary>How far back the running round's probes began, whatever the second of their vantage's round.</summary>
    private const double RunningRounds = 1.5;

    private const double MoreThanChance = .1;

    private readonly JudgeCase _case;
    private readonly FleetTopology _topology;
    private readonly FaultWatch _watch;
    private readonly WatchReading _reading;
    private readonly FaultEndings _endings;
    private readonly Dictionary<RouteCell, CellEvidence> _cells;
    private readonly List<JudgedIncident> _judged;
    private readonly Dictionary<RouteCell, JudgedIncident> _explainedBy = [];
    private readonly OpeningHolds _holds;

    private IncidentJudge(JudgeCase given)
    {
        _case = given;
        _topology = new(given.Vantages, given.Routes);
        _holds = new(given.Unread);
        _watch = new(_topology, given.Round);
        Observation[] known = [.. given.Observations.Where(IsKnown).DistinctBy(item => item.Id)];
        _reading = _watch.Replay(given.Detection, known, given.Now - given.Window, given.Now - (given.Window / 2), given.Now);
        _endings = new(given, _reading);
        _cells = known.GroupBy(RouteCell.From).ToDictionary(
            cell => cell.Key, cell => new CellEvidence(cell.Key, [.. cell.OrderBy(item => item.StartedAt)]));
        _judged = [.. given.Open.OrderBy(incident => incident.OpenedAt).Select(
            incident => new JudgedIncident(incident, isNew: false, given.Now))];
    }

    /// <summary>Judges the incidents of a case.</summary>
    public static Judgement Judge(JudgeCase given) => new IncidentJudge(given).Run();

    /// <summary>Whether the observation belongs to the configured fleet and is not a failure that a closed incident reported.</summary>
    private bool IsKnown(Observation item) =>
        item.StartedAt >= _case.Now - _case.Window
        && _topology.VantageOf(item.Path.Vantage) is not null
        && _topology.RouteOf(item.Path.Route) is not null
        && Symptoms.IsEvidence(item)
        && !(Symptoms.From(item) is not null && _case.Detection.Cleared.TryGetValue(RouteCell.From(item).ToString(), out var cleared)
            && item.StartedAt <= cleared);

    private Judgement Run()
    {
        CellEvidence[] failing = [.. _cells.Values.Where(IsFailing)];
        var explained = Explained();
        var suspects = failing is [] ? null : SuspectsByCell.From(
            _case.Locate(_cells.Values.SelectMany(cell => cell.Seen)), _topology, failing, explained);
        if (suspects is not null)
        {
            Attribute(suspects, explained);
        }

        var detection = _reading.Kept;
        var questions = new QuestionTransitions(_case, _topology, suspects?.Localization);
        foreach (var judged in _judged.Where(judged => judged.Incident.State is IncidentState.Open).ToList())
        {
            Follow(judged);
            if (!judged.IsBeingProved && !_case.IsPartial && IsOver(judged))
            {
                judged.Close(IncidentEnding.Recovery, "Every route that failed works again, and the detectors agree.");
                detection = detection.Clear(
                    judged.Incident, _explainedBy.Where(cell => cell.Value != judged).Select(cell => cell.Key).ToHashSet());
            }

            questions.Attach(judged);
        }

        Ask(questions);

        return new([.. _judged.Select(judged => judged.Change).OfType<IncidentChange>()], detection, suspects?.Localization)
        {
            HeldBack = _holds.Held,
        };
    }

    private void Ask(QuestionTransitions questions)
    {
        foreach (var judged in _judged)
        {
            if (questions.Next(judged.Incident,
                [.. _judged.Select(one => one.Incident).Where(incident => incident.State is IncidentState.Open)]) is { } next)
            {
                judged.Set(incident => QuestionTransitions.Ask(incident, next, _case.Now, byPerson: false));
            }
        }
    }

    private bool IsFailing(CellEvidence cell) =>
        cell.Failures.Any(failure => _watch.GroupsOf(failure).Any(
            group => _reading.Live.TryGetValue(group, out var state) && state.IsFailing));

    /// <summary>The components of the open incidents by their routes that have not recovered for long.</summary>
    private Dictionary<RouteCell, string> Explained()
    {
        Dictionary<RouteCell, string> components = [];
        foreach (var incident in _judged.Select(judged => judged.Incident).Where(incident => incident.Component is not null))
        {
            foreach (var affected in incident.Affected.Where(IsRecent))
            {
                components.TryAdd(RouteCell.From(affected), incident.Component!.Name);
            }
        }

        return components;
    }

    /// <summary>Assigns each accused component to an incident: one that names it, one whose routes it explains, or a new one.</summary>
    private void Attribute(SuspectsByCell suspects, Dictionary<RouteCell, string> explained)
    {
        var groups = suspects.Groups.ToList();
        var claims = _judged.ToDictionary(judged => judged, judged => Claim(judged, groups, suspects));
        var left = claims.Where(claim => claim.Value is null && IsPast(claim.Key.Incident))
            .SelectMany(claim => claim.Key.Incident.Affected).Select(RouteCell.From).ToHashSet();
        foreach (var group in groups)
        {
            var claimants = claims.Where(claim => claim.Value == group.Key).Select(claim => claim.Key)
                .OrderByDescending(judged => judged.Incident.Component?.Name == group.Key.Component.Name)
                .ThenBy(judged => judged.Incident.OpenedAt).ToList();
            if (claimants is []
                && (!IsNews([.. group], cell => explained.ContainsKey(cell) && !left.Contains(cell)) || _holds.Hold(group.Key.Component)))
            {
                continue;
            }

            var keeper = claimants is [var first, ..] ? first : Open(group);
            AddCells(keeper, group);
            var suspect = suspects.Keep(keeper.Incident.Component, group.Key);
            keeper.Suspect(suspect.Component, suspect.Probability, suspects.Summary(suspect));
            keeper.Set(incident => incident with { Localization = suspects.Localization });
            keeper.AnnounceOpening(_case.Unread);
            foreach (var merged in claimants.Skip(1).Where(judged => !judged.IsBeingProved && (IsYoung(judged.Incident)
                || judged.Incident.Component?.Name == group.Key.Component.Name)))
            {
                merged.MergeInto(keeper, group.ToHashSet());
            }
        }
    }

    /// <summary>
    /// The suspect that an incident goes on with: the one that it names, or else the one that explains most of what has not recovered for
    /// long. What fails beside that is something new, and so is a suspect that explains much more than an incident of long standing.
    /// </summary>
    private Suspect? Claim(JudgedIncident judged, List<IGrouping<Suspect, RouteCell>> groups, SuspectsByCell suspects)
    {
        if (suspects.Find(judged.Incident.Component) is { } named)
        {
            return named;
        }

        if (IsPast(judged.Incident))
        {
            return null;
        }

        var failing = judged.Incident.Affected.Where(IsRecent).Select(RouteCell.From).ToHashSet();
        var most = groups.Select(group => (group.Key, Shared: group.Count(failing.Contains), All: group.Count()))
            .OrderByDescending(group => group.Shared).FirstOrDefault();
        return most.Shared > 0 && 2 * most.Shared >= failing.Count && (IsYoung(judged.Incident) || 2 * most.Shared >= most.All)
            ? most.Key
            : null;
    }

    /// <summary>Whether the route has not recovered, or within the window, so that it may be the same fault when it fails again.</summary>
    private bool IsRecent(AffectedRoute affected) => affected.RecoveredAt is not { } at || _case.Now - at < _case.Window;

    /// <summary>Whether the incident's first failures are still in the window: what it is may not be settled.</summary>
    private bool IsYoung(Incident incident) => _case.Now - incident.OpenedAt < _case.Window;

    /// <summary>
    /// Whether most of an incident of long standing has recovered for long, so that its fault is over: what fails in the rest of its routes
    /// for another reason is something new.
    /// </summary>
    private bool IsPast(Incident incident) => !IsYoung(incident) && 2 * incident.Affected.Count(IsRecent) < incident.Affected.Count;

    /// <summary>
    /// Whether an incident may be opened for a suspect's routes alone: they failed in more than one round, not all of them have recovered
    /// since, and most of them are in no other incident. Where suspects alternate, the routes' incident goes on as it is.
    /// </summary>
    private bool IsNews(IReadOnlyCollection<RouteCell> cells, Func<RouteCell, bool> isExplained)
    {
        if (2 * cells.Count(isExplained) > cells.Count)
        {
            return false;
        }

        CellEvidence[] evidence = [.. cells.Select(cell => _cells[cell])];
        DateTimeOffset[] failures = [.. evidence.SelectMany(cell => cell.Failures).Select(failure => failure.StartedAt)];
        return failures.Max() - failures.Min() >= LongestRound * _case.Round
            && evidence.Any(cell => cell.After(null, isExplained: true) is { RecoveredAt: null });
    }

    private JudgedIncident Open(IGrouping<Suspect, RouteCell> group)
    {
        var cells = group.Select(cell => $"{cell}").Order(StringComparer.Ordinal);
        var judged = JudgedIncident.Open(group.Key, $"{group.Key.Component.Name} {string.Join(' ', cells)}", _case.Now);
        _judged.Add(judged);
        return judged;
    }

    private void AddCells(JudgedIncident judged, IEnumerable<RouteCell> cells)
    {
        var known = judged.Incident.Affected.Select(RouteCell.From).ToHashSet();
        CellEvidence[] fresh = [.. cells.Where(cell => !known.Contains(cell)).Select(cell => _cells[cell]).OrderBy(
            cell => cell.Failures.First().StartedAt)];
        var room = Incident.MostAffected - known.Count;
        foreach (var cell in fresh.Take(room))
        {
            var affected = cell.After(null, isExplained: true, mayRecover: !_case.IsPartial)!;
            judged.Set(incident => incident with { Affected = [.. incident.Affected, affected] });
            judged.Note([.. cell.Entries(null, affected)]);
        }

        if (fresh.Length - room > judged.Incident.AffectedBeyond)
        {
            judged.Set(incident => incident with { AffectedBeyond = fresh.Length - room });
        }

        foreach (var cell in cells)
        {
            _explainedBy[cell] = judged;
        }
    }

    /// <summary>Updates an incident with the current state of its routes, with flapping and with the claims of status pages.</summary>
    private void Follow(JudgedIncident judged)
    {
        foreach (var (index, before) in judged.Incident.Affected.Index().ToList())
        {
            var explainedBy = _explainedBy.GetValueOrDefault(RouteCell.From(before));
            if ((explainedBy is null || explainedBy == judged)
                && _cells.TryGetValue(RouteCell.From(before), out var cell)
                && cell.After(before, isExplained: explainedBy is not null, mayRecover: !_case.IsPartial) is { } after && after != before)
            {
                judged.Set(incident =>
                    incident with { Affected = [.. incident.Affected.Take(index), after, .. incident.Affected.Skip(index + 1)] });
                judged.Note([.. cell.Entries(before, after)]);
            }
        }

        judged.Flap(_endings.IsFlapping(judged.Incident));
        foreach (var affected in judged.Incident.Affected)
        {
            if (_case.StatusPages.TryGetValue(RouteCell.From(affected), out var claim))
            {
                judged.AddStatusPageClaim(claim);
            }
        }
    }

    /// <summary>
    /// Whether the fault is over for the detectors and every failed route: one that is silent or still fails keeps the incident open,
    /// unless another open incident explains it.
    /// </summary>
    private bool IsOver(JudgedIncident judged)
    {
        var incident = judged.Incident;
        AffectedRoute[] mine = [.. incident.Affected.Where(
            affected => _explainedBy.GetValueOrDefault(RouteCell.From(affected), judged) == judged)];
        return mine is not [] && mine.All(affected => affected.RecoveredAt is not null) && !Returns(mine)
            && !_endings.IsHeld(
                incident, mine, isCleared: incident.Component is { } component && IsExplainedElsewhere(judged, component));
    }

    /// <summary>Whether more of the routes fail in the running round than by chance: the detectors do not know of it yet.</summary>
    private bool Returns(AffectedRoute[] mine)
    {
        var failing = mine.Count(affected => _cells.TryGetValue(RouteCell.From(affected), out var cell)
            && cell.Failures.Any(failure => failure.StartedAt > affected.RecoveredAt
                && _case.Now - failure.StartedAt < RunningRounds * _case.Round));
        return failing >= Math.Max(2, MoreThanChance * mine.Length);
    }

    /// <summary>Whether the component's probes failed since the incident's last failure, all for what others explain.</summary>
    private bool IsExplainedElsewhere(JudgedIncident judged, Component component)
    {
        var last = judged.Incident.Affected.Max(affected => affected.LastFailedAt);
        var later = _cells.Values.Where(cell => cell.Failures.Any(
            failure => failure.StartedAt > last && component.IsAmong(_watch.GroupsOf(failure).ToHashSet()))).ToList();
        return later is not [] && later.TrueForAll(
            cell => _explainedBy.TryGetValue(cell.Cell, out var other) && other != judged);
    }
}
