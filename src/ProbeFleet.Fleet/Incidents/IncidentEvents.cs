using Microsoft.Extensions.Logging;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Json;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>
/// The events that alerts look for. The attribute <c>microsoft.custom_event.name</c> makes a log record an event of Application Insights; the
/// names are those of <c>infra/telemetry.json</c>.
/// </summary>
internal static class IncidentEvents
{
    private static readonly EventId Opened = new(610, "IncidentOpened");

    public static void LogOpened(ILogger logger, Incident incident)
    {
        KeyValuePair<string, object?>[] attributes =
        [
            new("microsoft.custom_event.name", "probefleet.incident.opened"),
            new("probefleet.incident_id", $"{incident.Id}"),
            new("probefleet.component", incident.Component?.Name),
            new("probefleet.owner", System.Text.Json.JsonSerializer.SerializeToElement(incident.Owner, ProbeFleetJson.Default.Owner).GetString()),
        ];
        logger.Log(LogLevel.Warning, Opened, attributes, exception: null, (_, _) => $"Incident {incident.Id} was opened: {incident.Summary}");
    }
}
