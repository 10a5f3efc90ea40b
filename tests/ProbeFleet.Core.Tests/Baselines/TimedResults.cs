using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Tests.Baselines;

/// <summary>Results whose stages took a given time.</summary>
internal static class TimedResults
{
    /// <summary>The result with another time of one stage.</summary>
    public static ProbeResult WithTime(this ProbeResult result, Stage stage, double milliseconds) => result with
    {
        Stages = [.. result.Stages.Select(one => one.Stage == stage ? one with { Duration = TimeSpan.FromMilliseconds(milliseconds) } : one)],
    };
}
