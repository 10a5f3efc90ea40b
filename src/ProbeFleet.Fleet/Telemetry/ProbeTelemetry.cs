using Microsoft.Extensions.Logging;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Fleet.Rounds;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>
/// Tells of rounds and probes as they end, as metrics, spans and availability records, to whoever listens: nobody, or exporters that work in
/// the background. Nothing here waits, and nothing that listens delays or fails a probe.
/// </summary>
/// <param name="records">Takes availability records and events: apart from the app's logs, so that they are not told twice.</param>
public sealed class ProbeTelemetry(ILogger records)
{
    /// <summary>Tells of an incident that was opened: once, as an event.</summary>
    /// <param name="opened">The incident.</param>
    internal void Tell(Incident opened)
    {
        if (records.IsEnabled(LogLevel.Information))
        {
            records.Log(LogLevel.Information, new EventId(602, "IncidentOpened"), IncidentEvent.Opened(opened), null, static (state, _) => state.ToString());
        }
    }

    /// <summary>Tells that nobody has judged incidents for so long: an event of each app that notices.</summary>
    /// <param name="age">How long.</param>
    internal void TellUnjudged(TimeSpan age)
    {
        if (records.IsEnabled(LogLevel.Error))
        {
            records.Log(LogLevel.Error, new EventId(604, "IncidentsUnjudged"), IncidentEvent.Unjudged(age), null, static (state, _) => state.ToString());
        }
    }

    /// <summary>
    /// Tells of results. A probe of a burst goes less far than the route's own and is no statement on the route: it has its spans, and is
    /// neither counted nor an availability record. A variant goes another way than the route's, and is told of likewise.
    /// </summary>
    /// <param name="results">The results.</param>
    /// <param name="trace">The round that they belong to.</param>
    internal void Tell(IReadOnlyList<RoundResult> results, RoundTrace trace)
    {
        foreach (var result in results)
        {
            try
            {
                Tell(result, trace);
            }
            catch (Exception error)
            {
                // A result that cannot be told of is stored all the same.
                var type = error.GetType().FullName;
                records.Log(LogLevel.Error, new EventId(603, "NotTold"), type, null, static (state, _) => $"A result was not told of: {state}");
            }
        }
    }

    private void Tell(RoundResult result, RoundTrace trace)
    {
        trace.Add(result);
        if (result.Result.Variant is not null)
        {
            return;
        }

        ProbeInstruments.Record(result);
        if (!result.IsConfirmation && records.IsEnabled(LogLevel.Information))
        {
            var record = AvailabilityRecord.Of(result.Result);
            records.Log(LogLevel.Information, new EventId(601, "Probed"), record, null, static (state, _) => state.ToString());
        }
    }
}
