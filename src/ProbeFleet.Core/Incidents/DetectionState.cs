using System.Collections.ObjectModel;
using ProbeFleet.Core.Localization.Detection;

namespace ProbeFleet.Core.Incidents;

/// <summary>
/// The state of the detectors at an instant, from which a judge replays stored results, so that a restart or another judge loses nothing.
/// The instant is half a window back: results that arrive later than that are missed, and so is what happened while no judge ran for
/// longer.
/// </summary>
/// <param name="At">Everything that began before this instant is included.</param>
/// <param name="Groups">The groups of probes that are not at rest.</param>
public sealed record DetectionState(
    [property: JsonConverter(typeof(InstantConverter))] DateTimeOffset At,
    IReadOnlyDictionary<string, GroupState> Groups)
{
    /// <summary>When the incident of a vantage and route was closed: earlier failures have been reported and no longer count.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Cleared { get => field ?? ReadOnlyDictionary<string, DateTimeOffset>.Empty; init; }

    /// <summary>The state of detectors that know nothing before an instant.</summary>
    public static DetectionState Beginning(DateTimeOffset at) => new(at, new Dictionary<string, GroupState>());

    /// <summary>The state after an incident was closed: its failures no longer count, but its beginning is kept.</summary>
    /// <param name="others">The routes that another open incident explains: what fails there still counts.</param>
    public DetectionState Clear(Incident closed, IReadOnlySet<RouteCell> others)
    {
        AffectedRoute[] mine = [.. closed.Affected.Where(affected => !others.Contains(RouteCell.From(affected)))];
        var groups = new Dictionary<string, GroupState>(Groups, StringComparer.Ordinal);
        var cleared = new Dictionary<string, DateTimeOffset>(Cleared, StringComparer.Ordinal);
        foreach (var group in FaultEndings.GroupsOf(closed, mine).ToHashSet(StringComparer.Ordinal))
        {
            var isNamed = group == closed.Component?.Name;
            if (groups.TryGetValue(group, out var known) || isNamed)
            {
                known ??= new();
                groups[group] = new()
                {
                    Opened = known.Opened,
                    Incidents = isNamed ? FaultDetector.Remember([.. known.Incidents, closed.OpenedAt], At) : known.Incidents,
                };
            }
        }

        foreach (var affected in mine)
        {
            cleared[RouteCell.From(affected).ToString()] = closed.ClosedAt ?? closed.UpdatedAt;
        }

        return this with { Groups = groups, Cleared = cleared };
    }
}
