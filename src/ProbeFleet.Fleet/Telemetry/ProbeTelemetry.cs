using System.Globalization;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>
/// Emits metrics, spans and availability records as rounds and probes end, for exporters that work in the background, if any. Nothing here
/// waits, and no listener delays or fails a probe.
/// </summary>
/// <param name="records">Receives availability records and events; apart from the app's logs, so that they are not emitted twice.</param>
public sealed class ProbeTelemetry(ILogger records)
{
    /// <summary>The attribute that makes Azure Monitor's exporter write a row of <c>AppEvents</c>.</summary>
    private const string EventName = "microsoft.custom_event.name";

    /// <summary>Tells of an incident that was opened: once, as an event.</summary>
    internal void Publish(Incident opened) => Emit(
        LogLevel.Information,
        new(602, "IncidentOpened"),
        $"Incident {opened.Id} was opened: {opened.Component?.Name} ({WireWord.Of(opened.Owner)})",
        new(EventName, "probefleet.incident.opened"),
        new(TelemetryNames.IncidentId, opened.Id.ToString()),
        new(TelemetryNames.Component, opened.Component?.Name),
        new(TelemetryNames.Owner, WireWord.Of(opened.Owner)));

    /// <summary>Emits the event that nobody has judged for a while; each app that notices emits one.</summary>
    internal void PublishUnjudged(TimeSpan age)
    {
        var seconds = Math.Round(age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        Emit(LogLevel.Error, new(604, "IncidentsUnjudged"), $"Nobody has judged incidents for {seconds} s",
            new(EventName, "probefleet.incidents.unjudged"), new(TelemetryNames.Seconds, seconds));
    }

    /// <summary>
    /// Tells of results. A probe of a burst goes less far than the route's own and is no statement on the route: it has its spans, and is
    /// neither counted nor an availability record. A variant goes another way than the route's, and is told of likewise.
    /// </summary>
    internal void Publish(IReadOnlyList<RoundResult> results, RoundTrace trace)
    {
        foreach (var result in results)
        {
            try
            {
                Publish(result, trace);
            }
            catch (Exception error)
            {
                // A result whose telemetry fails is stored all the same.
                var type = error.GetType().FullName;
                records.Log(LogLevel.Error, new EventId(603, "NotTold"), type, null,
                    static (state, _) => $"A result was not told of: {state}");
            }
        }
    }

    private void Publish(RoundResult result, RoundTrace trace)
    {
        trace.Add(result);
        if (result.Result.Variant is not null)
        {
            return;
        }

        ProbeInstruments.Record(result);
        if (!result.IsConfirmation && records.IsEnabled(LogLevel.Information))
        {
            var probe = result.Result;
            records.Log(LogLevel.Information, new EventId(601, "Probed"), AvailabilityOf(probe), null,
                (_, _) => $"{probe.Vantage.Name} probed {probe.Route.Name}: {probe.Diagnosis.Summary}");
        }
    }

    private void Emit(LogLevel level, EventId id, string message, params List<KeyValuePair<string, object?>> attributes)
    {
        if (records.IsEnabled(level))
        {
            records.Log(level, id, attributes, null, (_, _) => message);
        }
    }

    /// <summary>
    /// Attributes of which Azure Monitor's exporter makes a row of <c>AppAvailabilityResults</c>. It requires ID, name, duration and
    /// success, as text; other attributes become properties.
    /// </summary>
    private static List<KeyValuePair<string, object?>> AvailabilityOf(ProbeResult probe)
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

        if ((probe.Facts<SecureFacts>()?.NotAfter ?? probe.DrillDown?.Tls?.NotAfter) is { } expiry)
        {
            attributes.Add(new(TelemetryNames.CertificateDays, (long)Math.Floor((expiry - probe.StartedAt).TotalDays)));
        }

        return attributes;
    }
}
