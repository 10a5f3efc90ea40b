using System.Globalization;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Fleet.Rounds;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>
/// Emits metrics, spans and availability records as rounds and probes end, for exporters that work in the background, if any. Nothing here
/// waits, and no listener delays or fails a probe.
/// </summary>
/// <param name="records">Receives availability records and events; apart from the app's logs, so that they are not emitted twice.</param>
public sealed class ProbeTelemetry(ILogger records)
{
    /// <summary>Tells of an incident that was opened: once, as an event.</summary>
    internal void Publish(Incident opened)
    {
        if (records.IsEnabled(LogLevel.Information))
        {
            records.Log(LogLevel.Information, new EventId(602, "IncidentOpened"), TelemetryRecords.Opened(opened), null,
                (_, _) => $"Incident {opened.Id} was opened: {opened.Component?.Name} ({WireWord.Of(opened.Owner)})");
        }
    }

    /// <summary>Emits the event that nobody has judged for a while; each app that notices emits one.</summary>
    internal void PublishUnjudged(TimeSpan age)
    {
        if (records.IsEnabled(LogLevel.Error))
        {
            var seconds = Math.Round(age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            records.Log(LogLevel.Error, new EventId(604, "IncidentsUnjudged"), TelemetryRecords.Unjudged(seconds), null,
                (_, _) => $"Nobody has judged incidents for {seconds} s");
        }
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
            records.Log(LogLevel.Information, new EventId(601, "Probed"), TelemetryRecords.Probed(probe), null,
                (_, _) => $"{probe.Vantage.Name} probed {probe.Route.Name}: {probe.Diagnosis.Summary}");
        }
    }
}
