using System.Diagnostics.Metrics;
using ProbeFleet.Fleet.Telemetry;

namespace ProbeFleet.Fleet.Tests.Telemetry;

/// <summary>The longest wait within a stream is a metric; a call that does not stream has none.</summary>
public sealed class StreamGapTests
{
    [Fact]
    public void Probe_OfAStream_RecordsItsLongestGap()
    {
        List<(double Seconds, string Tags)> recorded = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name is "probefleet.probe.stream.gap")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            var words = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            if (words.Contains("route=words", StringComparison.Ordinal))
            {
                recorded.Add((seconds, words));
            }
        });
        listener.Start();

        ProbeInstruments.Record(new RoundResult(Streaming, IsConfirmation: false));
        ProbeInstruments.Record(new RoundResult(Sample.Passed("words"), IsConfirmation: false));

        var (seconds, tags) = Assert.Single(recorded);
        Assert.Equal(.212, seconds, 9);
        Assert.Contains("outcome=passed", tags, StringComparison.Ordinal);
    }

    private static ProbeResult Streaming { get; } = Sample.Passed("words").Changing<AnswerEvidence>(answer =>
        answer with { Facts = new() { Shape = BodyShape.Json, Stream = new() { Events = 9, LongestGap = TimeSpan.FromMilliseconds(212) } } });
}
