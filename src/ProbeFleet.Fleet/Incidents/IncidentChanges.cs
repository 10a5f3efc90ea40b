using ProbeFleet.Core.Incidents;
using ProbeFleet.Storage.Incidents;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>What one run changes: several steps may change one incident, and it is written once.</summary>
internal sealed class IncidentChanges
{
    private readonly Dictionary<Guid, Entry> _entries;

    public IncidentChanges(IEnumerable<StoredIncident> active) =>
        _entries = active.ToDictionary(stored => stored.Incident.Id, stored => new Entry(stored, [], false, false));

    public IEnumerable<Incident> Open => _entries.Values.Select(entry => entry.Stored.Incident).Where(incident => incident.State is IncidentState.Open);

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

    /// <summary>One incident.</summary>
    /// <param name="Stored">As it is now, with the outbox and the tag that it was read with.</param>
    /// <param name="Notices">What receivers are to be told.</param>
    /// <param name="IsChanged">Whether it is to be written.</param>
    /// <param name="IsNew">Whether it was opened in this run.</param>
    public sealed record Entry(StoredIncident Stored, IReadOnlyList<IncidentNotice> Notices, bool IsChanged, bool IsNew);
}
