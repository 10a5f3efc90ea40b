using System.Globalization;
using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>
/// The attributes of log records from which Azure Monitor's exporter makes rows: of <c>AppAvailabilityResults</c> where they have
/// <c>microsoft.availability.*</c>, of <c>AppEvents</c> where they have <c>microsoft.custom_event.name</c>.
/// </summary>
internal static class TelemetryRecords
{
    private const string EventName = "microsoft.custom_event.name";

    /// <summary>A probe. The exporter requires ID, name, duration and success, as text; other attributes become properties.</summary>
    public static List<KeyValuePair<string, object?>> Probed(ProbeResult probe)
    {
        List<KeyValuePair<string, object?>> attributes =
        [
            new("microsoft.availability.id", probe.Id.ToString()),
            new("microsoft.availability.name", probe.Route.Name.ToString()),
            new("microsoft.availability.duration", probe.Duration.ToString("c", CultureInfo.InvariantCulture)),
            new("microsoft.availability.success", probe.Outcome is ProbeOutcome.Passed ? "True" : "False"),
            new("microsoft.availability.runLocation", probe.Vantage.Name.ToString()),
            new("microsoft.availability.message", probe.Diagnosis.Summary),
            new("microsoft.availability.testTimestamp", probe.StartedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
            new(TelemetryNames.Cause, WireWord.Of(probe.Diagnosis.Cause)),
            new(TelemetryNames.Owner, WireWord.Of(probe.Diagnosis.Owner)),
        ];
        if (probe.Break is { } broken)
        {
            attributes.Add(new(TelemetryNames.Break, WireWord.Of(broken)));
        }

        if ((probe.Find<SecureEvidence>()?.Facts?.NotAfter ?? probe.DrillDown?.Tls?.NotAfter) is { } expiry)
        {
            attributes.Add(new(TelemetryNames.CertificateDays, (long)Math.Floor((expiry - probe.StartedAt).TotalDays)));
        }

        return attributes;
    }

    /// <summary>The event that an incident was opened.</summary>
    public static List<KeyValuePair<string, object?>> Opened(Incident incident) =>
    [
        new(EventName, "probefleet.incident.opened"),
        new(TelemetryNames.IncidentId, incident.Id.ToString()),
        new(TelemetryNames.Component, incident.Component?.Name),
        new(TelemetryNames.Owner, WireWord.Of(incident.Owner)),
    ];

    /// <summary>The event that nobody has judged incidents for a while.</summary>
    public static List<KeyValuePair<string, object?>> Unjudged(string seconds) =>
        [new(EventName, "probefleet.incidents.unjudged"), new(TelemetryNames.Seconds, seconds)];
}
