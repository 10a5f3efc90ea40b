using System.Collections;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>
/// An incident's opening as an event: the attribute <c>microsoft.custom_event.name</c> makes Azure Monitor's exporter a row of <c>AppEvents</c> of it.
/// </summary>
internal sealed class IncidentEvent : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _attributes;

    private IncidentEvent(Incident incident) => _attributes =
    [
        new("microsoft.custom_event.name", "probefleet.incident.opened"),
        new(TelemetryNames.IncidentId, incident.Id.ToString()),
        new(TelemetryNames.Component, incident.Component?.Name),
        new(TelemetryNames.Owner, WireWord.Of(incident.Owner)),
    ];

    public int Count => _attributes.Count;

    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    public static IncidentEvent Opened(Incident incident) => new(incident);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"Incident {this[1].Value} was opened: {this[2].Value} ({this[3].Value})";
}
