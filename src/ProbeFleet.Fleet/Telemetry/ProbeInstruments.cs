using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>Metrics of probes and rounds, recorded as they end. Recording costs next to nothing while nobody listens.</summary>
internal static class ProbeInstruments
{
    private static readonly Meter Meter = new(TelemetryNames.Source);

    /// <summary>A healthy call takes 0.1 to 2 s, a stage of it 1 to 100 ms, and a probe gives up after 20 s by default.</summary>
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60],
    };

    private static readonly Histogram<double> StageDuration = Meter.CreateHistogram(
        "probefleet.probe.duration", "s", "How long each stage of a probe took.", advice: Buckets);

    private static readonly Histogram<double> StreamGap = Meter.CreateHistogram(
        "probefleet.probe.stream.gap", "s", "The longest wait between two pieces of a stream.", advice: Buckets);

    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>(
        "probefleet.probe.outcomes", "{probe}", "Probes by what came of them. Those of bursts are not counted.");

    private static readonly Counter<long> Bursts = Meter.CreateCounter<long>(
        "probefleet.burst.verdicts", "{burst}", "Bursts after a first failure, by how they ended.");

    private static readonly Histogram<double> RoundDuration = Meter.CreateHistogram(
        "probefleet.round.duration", "s", "How long a round took, its bursts included.", advice: Buckets);

    public static void Record(RoundResult result)
    {
        var probe = result.Result;
        if (probe.Burst is { } verdict)
        {
            Bursts.Add(1, TagsFor(probe, (TelemetryNames.Verdict, WireWord.Of(verdict))));
        }

        if (result.IsConfirmation)
        {
            return;
        }

        Outcomes.Add(1, OutcomeOf(probe));
        foreach (var stage in StageDuration.Enabled ? probe.Stages : [])
        {
            if (stage.Duration is { } took)
            {
                StageDuration.Record(
                    took.TotalSeconds,
                    TagsFor(probe, (TelemetryNames.Stage, WireWord.Of(stage.Stage)), (TelemetryNames.Outcome, WireWord.Of(stage.Outcome))));
            }
        }

        if (probe.Facts<AnswerFacts>()?.Stream?.LongestGap is { } gap)
        {
            StreamGap.Record(gap.TotalSeconds, TagsFor(probe, (TelemetryNames.Outcome, WireWord.Of(probe.Outcome))));
        }
    }

    public static void RecordRound(VantageName vantage, TimeSpan duration) =>
        RoundDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(TelemetryNames.Vantage, vantage.ToString()));

    private static TagList OutcomeOf(ProbeResult probe)
    {
        var tags = TagsFor(
            probe,
            (TelemetryNames.Outcome, WireWord.Of(probe.Outcome)),
            (TelemetryNames.Cause, WireWord.Of(probe.Diagnosis.Cause)),
            (TelemetryNames.Owner, WireWord.Of(probe.Diagnosis.Owner)));
        if (probe.Break is { } broken)
        {
            tags.Add(TelemetryNames.Break, WireWord.Of(broken));
        }

        return tags;
    }

    private static TagList TagsFor(ProbeResult probe, params ReadOnlySpan<(string Name, string Word)> more)
    {
        TagList tags = default;
        tags.Add(TelemetryNames.Vantage, probe.Vantage.Name.ToString());
        tags.Add(TelemetryNames.Route, probe.Route.Name.ToString());
        foreach (var (name, word) in more)
        {
            tags.Add(name, word);
        }

        return tags;
    }
}
