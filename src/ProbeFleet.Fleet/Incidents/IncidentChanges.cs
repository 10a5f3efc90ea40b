using ProbeFleet.Storage.Incidents;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>The changes of one run. Several steps may change the same incident, which is written once.</summary>
internal sealed class IncidentChanges(IEnumerable<StoredIncident> active)
{
    private readonly Dictionary<Guid, Entry> _entries =
        active.ToDictionary(stored => stored.Incident.Id, stored => new Entry(stored, [], false, false));

    public IEnumerable<Incident> Open =>
        _entries.Values.Select(entry => entry.Stored.Incident).Where(incident => incident.State is IncidentState.Open);

    /// <summary>The routes of open incidents that have not recovered.</summary>
    public IReadOnlySet<RouteCell> Unrecovered => Open.SelectMany(incident => incident.Affected)
        .Where(affected => affected.RecoveredAt is null).Select(RouteCell.From).ToHashSet();

    public IEnumerable<Entry> Changed => _entries.Values.Where(entry => entry.IsChanged);

    public IEnumerable<StoredIncident> Unchanged => _entries.Values.Where(entry => !entry.IsChanged).Select(entry => entry.Stored);

    public void Add(IncidentChange change)
    {
        var before = _entries.GetValueOrDefault(change.Incident.Id) ?? new(new(change.Incident, []), [], true, change.IsNew);
        _entries[change.Incident.Id] = before with
        {
            Stored = before.Stored with { Incident = change.Incident },
            Notices = [.. before.Notices, .. change.Notices],
            IsChanged = true,
        };
    }

    /// <param name="Stored">The incident as it is now, with the outbox and the ETag that it was read with.</param>
    public sealed record Entry(StoredIncident Stored, IReadOnlyList<IncidentNotice> Notices, bool IsChanged, bool IsNew);
}
