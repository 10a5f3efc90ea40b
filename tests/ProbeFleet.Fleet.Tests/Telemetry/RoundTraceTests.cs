using System.Diagnostics;
using ProbeFleet.Fleet.Telemetry;

namespace ProbeFleet.Fleet.Tests.Telemetry;

public sealed class RoundTraceTests
{
    /// <summary>A look at an idle connection stands beside the round too, and confirms nothing.</summary>
    [Theory]
    [InlineData(false, null, false)]
    [InlineData(true, null, true)]
    [InlineData(true, ProbeVariant.Reuse, false)]
    public void Span_OfAProbe_SaysWhetherItBelongsToABurst(bool isBeside, ProbeVariant? variant, bool expected)
    {
        List<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var probe = Sample.Result() with { Id = Guid.CreateVersion7(Sample.Noon), Variant = variant };
        listener.ActivityStopped = span =>
        {
            if (Equals(span.GetTagItem(TelemetryNames.ProbeId), $"{probe.Id}"))
            {
                spans.Add(span);
            }
        };

        RoundTrace.Begin("round", probe.Vantage.Name, Sample.Noon).Add(new(probe, isBeside));

        Assert.Equal(expected, Assert.Single(spans).GetTagItem(TelemetryNames.IsConfirmation));
    }
}
