using System.Collections;
using System.Globalization;
using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>
/// An event: Azure Monitor's exporter turns a log record with <c>microsoft.custom_event.name</c> into a row of <c>AppEvents</c>.
/// </summary>
internal sealed class IncidentEvent : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _sentence;
    private readonly List<KeyValuePair<string, object?>> _attributes;

    private IncidentEvent(string name, string sentence, params KeyValuePair<string, object?>[] attributes)
    {
        _sentence = sentence;
        _attributes = [new("microsoft.custom_event.name", name), .. attributes];
    }

    public int Count => _attributes.Count;

    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    public static IncidentEvent Opened(Incident incident)
    {
        var owner = WireWord.Of(incident.Owner);
        return new(
            "probefleet.incident.opened",
            $"Incident {incident.Id} was opened: {incident.Component?.Name} ({owner})",
            new(TelemetryNames.IncidentId, incident.Id.ToString()),
            new(TelemetryNames.Component, incident.Component?.Name),
            new(TelemetryNames.Owner, owner));
    }

    /// <summary>The event that nobody has judged incidents for a while.</summary>
    public static IncidentEvent Unjudged(TimeSpan age)
    {
        var seconds = Math.Round(age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var property = new KeyValuePair<string, object?>(TelemetryNames.Seconds, seconds);
        return new("probefleet.incidents.unjudged", $"Nobody has judged incidents for {seconds} s", property);
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => _sentence;
}
