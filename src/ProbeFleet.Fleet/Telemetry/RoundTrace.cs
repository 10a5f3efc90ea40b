using System.Diagnostics;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>
/// The spans of one round, its probes and their stages, with the measured times. They are created from results afterwards: none is current
/// while a probe runs, so its request carries no trace header that the workload's does not.
/// </summary>
internal sealed class RoundTrace(Activity? round)
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    public static RoundTrace Begin(string name, VantageName vantage, DateTimeOffset startedAt)
    {
        var ambient = Activity.Current;
        Activity.Current = null;
        var begun = Source.StartActivity(
            name, ActivityKind.Internal, default(ActivityContext), [new(TelemetryNames.Vantage, vantage.ToString())], null, startedAt);
        Activity.Current = ambient;
        return new(begun);
    }

    /// <summary>Adds the spans of a probe and its stages.</summary>
    public void Add(RoundResult result)
    {
        if (round is null)
        {
            return;
        }

        var probe = result.Result;
        using var span = Source.StartActivity(
            $"probe {probe.Route.Name}", ActivityKind.Client, round.Context, AttributesOf(result), null, probe.StartedAt);
        if (span is null)
        {
            return;
        }

        foreach (var stage in probe.Stages)
        {
            Add(stage, probe, span.Context);
        }

        SetStatus(span, probe.Outcome is ProbeOutcome.Passed, probe);
        End(span, probe.StartedAt + probe.Duration);
    }

    public void End(DateTimeOffset endedAt)
    {
        if (round is not null)
        {
            var ambient = Activity.Current;
            End(round, endedAt);
            round.Dispose();
            Activity.Current = ambient;
        }
    }

    private static void Add(StageEvidence stage, ProbeResult probe, ActivityContext parent)
    {
        if (stage is not { At: { } at, Duration: { } duration })
        {
            return;
        }

        var attributes = new[] { KeyValuePair.Create<string, object?>(TelemetryNames.Outcome, WireWord.Of(stage.Outcome)) };
        using var span = Source.StartActivity(
            WireWord.Of(stage.Stage), ActivityKind.Internal, parent, attributes, null, probe.StartedAt + at);
        if (span is not null)
        {
            SetStatus(span, stage.Outcome is not StageOutcome.Failed, probe);
            End(span, probe.StartedAt + at + duration);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> AttributesOf(RoundResult result)
    {
        var probe = result.Result;
        yield return new(TelemetryNames.Vantage, probe.Vantage.Name.ToString());
        yield return new(TelemetryNames.Route, probe.Route.Name.ToString());
        yield return new(TelemetryNames.ProbeId, probe.Id.ToString());
        yield return new(TelemetryNames.Depth, WireWord.Of(probe.Depth));
        yield return new(TelemetryNames.Outcome, WireWord.Of(probe.Outcome));
        yield return new(TelemetryNames.Cause, WireWord.Of(probe.Diagnosis.Cause));
        yield return new(TelemetryNames.Owner, WireWord.Of(probe.Diagnosis.Owner));
        yield return new(TelemetryNames.IsConfirmation, result is { IsConfirmation: true, Result.Variant: null });
        if (probe.Break is { } broken)
        {
            yield return new(TelemetryNames.Break, WireWord.Of(broken));
        }
    }

    // The status description is for people; error.type needs a word of low cardinality by convention.
    private static void SetStatus(Activity span, bool isGood, ProbeResult probe)
    {
        if (!isGood)
        {
            span.SetStatus(ActivityStatusCode.Error, probe.Diagnosis.Summary);
            span.SetTag("error.type", WireWord.Of(probe.Diagnosis.Cause));
        }
    }

    // A span without a duration would be taken for one that ends now.
    private static void End(Activity span, DateTimeOffset at)
    {
        var least = span.StartTimeUtc.AddTicks(1);
        span.SetEndTime(at.UtcDateTime < least ? least : at.UtcDateTime);
    }
}
