using ProbeFleet.Core.Localization.Detection;

namespace ProbeFleet.Core.Incidents;

/// <summary>Says whether a fault is over for the detectors, or only away for a while. Pure.</summary>
internal sealed class FaultEndings(JudgeCase given, WatchReading reading)
{
    private const int OpeningsBeforeFlapping = 3;
    private const int QuietRounds = 5;
    private const int QuietRoundsAfterReturning = 15;

    /// <summary>
    /// Whether the component had three incidents in the six hours before this one, and has not stayed away for as long since. What its
    /// detectors did is no opening.
    /// </summary>
    public bool IsFlapping(Incident incident)
    {
        if (incident is not { Affected: [_, ..] affected, Component: { } component })
        {
            return incident.IsFlapping;
        }

        var began = affected.Min(route => route.FirstFailedAt);
        var before = reading.Live.GetValueOrDefault(component.Name)?.Incidents.Count(at => began - at < FaultDetector.Memory) ?? 0;
        return (incident.IsFlapping || before >= OpeningsBeforeFlapping)
            && given.Now - affected.Max(route => route.LastFailedAt) < FaultDetector.Memory;
    }

    /// <summary>Whether the incident stays open although its routes have recovered.</summary>
    /// <param name="mine">The routes that no other incident explains; not empty.</param>
    /// <param name="isCleared">Whether other incidents explain why the component's detector still alarms.</param>
    public bool IsHeld(Incident incident, IReadOnlyList<AffectedRoute> mine, bool isCleared)
    {
        var began = incident.Affected.Min(affected => affected.FirstFailedAt);
        GroupState[] components =
            [.. ComponentGroups(incident).Select(group => reading.Settled.GetValueOrDefault(group)).OfType<GroupState>()];
        var hasAlarmed = components.Any(group => group.Opened.Any(at => at >= began));
        return incident.IsFlapping
            || given.Now - incident.Affected.Max(affected => affected.LastFailedAt) < Quiet(incident)
            || (!isCleared && components.Any(group => group.IsFailing))
            || (!hasAlarmed && mine.SelectMany(CellGroups).Any(group => reading.Settled.GetValueOrDefault(group) is { IsFailing: true }));
    }

    /// <summary>The groups of probes whose failures are an incident's.</summary>
    /// <param name="mine">The routes that no other incident explains.</param>
    public static IEnumerable<string> GroupsOf(Incident incident, IEnumerable<AffectedRoute> mine) =>
        mine.SelectMany(CellGroups).Concat(ComponentGroups(incident));

    /// <summary>
    /// How long the fault has to stay away: five rounds, or fifteen where it came back already, within this incident or as a new one; but
    /// no longer than the window.
    /// </summary>
    private TimeSpan Quiet(Incident incident)
    {
        var isBack = ComponentGroups(incident).Any(group => reading.Live.GetValueOrDefault(group) is { Incidents: not [] })
            || incident.Timeline.Where(entry => entry.Kind is TimelineKind.Recovered).Any(entry => incident.Affected.Any(
                affected => affected.Vantage == entry.Vantage && affected.Route == entry.Route && affected.LastFailedAt > entry.At));
        var quiet = (isBack ? QuietRoundsAfterReturning : QuietRounds) * given.Round;
        return quiet < given.Window ? quiet : given.Window;
    }

    /// <summary>
    /// The component's own group, and those of what has it in common, where detectors watch: under the common name stand its incidents.
    /// </summary>
    private static IEnumerable<string> ComponentGroups(Incident incident) => incident.Component switch
    {
        null => [],
        { Key: ComponentKey.CommonCause { Members: var members }, Name: var name } => [name, .. members.Select(member => member.Name)],
        var component => [component.Name],
    };

    private static IEnumerable<string> CellGroups(AffectedRoute affected) =>
        Enum.GetValues<ProbeDepth>().Select(depth => FaultWatch.CellGroup(RouteCell.From(affected), depth));
}
