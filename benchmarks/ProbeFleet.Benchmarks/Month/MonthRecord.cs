using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Benchmarks.Month;

/// <summary>One incident as it went, beside the fault that it was opened for.</summary>
/// <param name="Fault">The fault that made most of the failures for which it was opened; null for a false incident.</param>
internal sealed record IncidentStory(Incident Opened, MonthFault? Fault)
{
    /// <summary>The incident as it was last.</summary>
    public Incident Last { get; set; } = Opened;

    /// <summary>Whom it named, from when on.</summary>
    public List<(DateTimeOffset At, Owner Owner, string Component)> Named { get; } = [];

    /// <summary>What receivers were told of it.</summary>
    public List<IncidentTransition> Notices { get; } = [];

    /// <summary>From when on the owner was right until the fault was over; null when it was not then.</summary>
    public DateTimeOffset? LastingOwnerAt
    {
        get
        {
            var during = Named.TakeWhile(named => named.At <= Fault!.LastFailedAt.AddMinutes(1)).ToList();
            var wrong = during.FindLastIndex(named => !Fault!.IsRight(named.Owner));
            return wrong + 1 < during.Count ? during[wrong + 1].At : null;
        }
    }

    /// <summary>When the owner was right for the first time.</summary>
    public DateTimeOffset? FirstOwnerAt => Named.Where(named => Fault!.IsRight(named.Owner)).Select(named => (DateTimeOffset?)named.At).FirstOrDefault();

    /// <summary>Whether it was closed while its fault went on.</summary>
    public bool IsClosedTooEarly => Last is { ClosedBy: IncidentEnding.Recovery, ClosedAt: { } at } && at < Fault?.LastFailedAt;
}

/// <summary>What a judge did in the month.</summary>
internal sealed class MonthRecord
{
    private readonly Dictionary<Guid, IncidentStory> _stories = [];

    public IReadOnlyCollection<IncidentStory> Stories => _stories.Values;

    public void Take(Judgement judgement, IReadOnlyList<MonthProbe> seen, DateTimeOffset now)
    {
        foreach (var change in judgement.Changes)
        {
            var incident = change.Incident;
            if (!_stories.TryGetValue(incident.Id, out var story))
            {
                story = _stories[incident.Id] = new(incident, FaultOf(incident, seen));
            }

            story.Last = incident;
            story.Notices.AddRange(change.Notices.Select(notice => notice.Transition));
            var name = incident.Component?.Name ?? "nothing";
            if (story.Named is [] || story.Named[^1].Owner != incident.Owner || story.Named[^1].Component != name)
            {
                story.Named.Add((now, incident.Owner, name));
            }
        }
    }

    private static MonthFault? FaultOf(Incident incident, IReadOnlyList<MonthProbe> seen)
    {
        var cells = incident.Affected.Select(RouteCell.From).ToHashSet();
        return seen.Where(probe => Symptoms.From(probe.Observation) is not null && cells.Contains(RouteCell.From(probe.Observation)))
            .Select(probe => probe.Fault).OfType<MonthFault>()
            .GroupBy(fault => fault).Where(fault => fault.Skip(1).Any())
            .OrderByDescending(fault => fault.Key.Recipe.Component.Name == incident.Component?.Name).ThenByDescending(fault => fault.Count())
            .FirstOrDefault()?.Key;
    }
}
