using System.Diagnostics.Metrics;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Telemetry;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>Gauges of a vantage that are read on collection: how late its rounds are, and what waits in its spool.</summary>
public sealed class VantageGauges : IDisposable
{
    private readonly Meter _meter = new(TelemetryNames.Source);

    /// <summary>Offers the gauges until it is disposed.</summary>
    public VantageGauges(Vantage vantage, VantageRounds rounds, ResultRecorder recorder, RoundLag lag)
    {
        KeyValuePair<string, object?>[] here = [new(TelemetryNames.Vantage, vantage.Name.ToString())];
        _meter.CreateObservableGauge(
            "probefleet.round.lag", () => Lag(), "s",
            "By how much the next round is overdue, whichever process runs it; 0 while it is not, absent while that is not known.");
        _meter.CreateObservableCounter(
            "probefleet.round.skipped", () => new Measurement<long>(rounds.Skipped, here), "{round}",
            "Rounds skipped because the one before still ran.");
        _meter.CreateObservableGauge(
            "probefleet.spool.depth", () => new Measurement<long>(recorder.Spool.Results, here), "{result}",
            "Results that wait on local disk for storage.");
        _meter.CreateObservableGauge(
            "probefleet.spool.size", () => new Measurement<long>(recorder.Spool.Bytes, here), "By",
            "Bytes of the results that wait.");
        _meter.CreateObservableCounter(
            "probefleet.spool.dropped", () => new Measurement<long>(recorder.Spool.Dropped, here), "{result}",
            "Results that were lost: the spool's bound or its disk.");

        Measurement<double>[] Lag() => lag.NowAndReadOn() is { } late ? [new(late.TotalSeconds, here)] : [];
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
