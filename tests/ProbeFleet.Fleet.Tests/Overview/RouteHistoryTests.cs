using ProbeFleet.Fleet.Overview;
using ProbeFleet.Storage.Results;

namespace ProbeFleet.Fleet.Tests.Overview;

public sealed class RouteHistoryTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 1)]
    [InlineData(24 * 60, 10)]
    [InlineData(7 * 24 * 60, 60)]
    [InlineData(31 * 24 * 60, 360)]
    public void StepOf_AnyWindow_GivesAtMost240Steps(int minutes, int step)
    {
        Assert.Equal(TimeSpan.FromMinutes(step), RouteHistory.StepOf(TimeSpan.FromMinutes(minutes)));
        Assert.InRange(minutes / step, 1, 240);
    }

    [Fact]
    public void StepsOf_Probes_CountsFailuresAndTakesMediansOfThePassed()
    {
        var steps = RouteHistory.StepsOf(
            [
                Passed(0, 10),
                Passed(1, 30),
                Passed(2, 20),
                Failed(3, Cause.TcpTimeout),
                Failed(4, Cause.DnsNxdomain),
                Failed(5, Cause.DnsNxdomain),
                Failed(25, Cause.TlsExpired),
            ],
            TimeSpan.FromMinutes(10));

        Assert.Equal(2, steps.Count);
        Assert.Equal((Sample.Noon, 6, 3, Cause.DnsNxdomain, 20),
            (steps[0].At, steps[0].Probes, steps[0].Failed, steps[0].Cause, steps[0].MedianMs));
        Assert.Equal(20, Assert.Single(steps[0].StageMs).Value);
        Assert.Equal((Sample.Noon.AddMinutes(20), 1, 1, null), (steps[1].At, steps[1].Probes, steps[1].Failed, steps[1].MedianMs));
        Assert.Empty(steps[1].StageMs);
    }

    [Fact]
    public void StepsOf_Streams_TakeTheMedianOfTheLongestGapsOfThePassed()
    {
        var steps = RouteHistory.StepsOf(
            [
                Passed(0, 10) with { LongestGap = TimeSpan.FromMilliseconds(300) },
                Passed(1, 10) with { LongestGap = TimeSpan.FromMilliseconds(100) },
                Passed(2, 10),
                Failed(3, Cause.StreamStalled) with { LongestGap = TimeSpan.FromSeconds(15) },
                Passed(25, 10),
            ],
            TimeSpan.FromMinutes(10));

        Assert.Equal([200, null], steps.Select(step => step.GapMs));
    }

    private static ProbeTiming Passed(int minute, double milliseconds) =>
        new(
            Guid.NewGuid(),
            Sample.Noon.AddMinutes(minute),
            Cause.Ok,
            TimeSpan.FromMilliseconds(milliseconds),
            new Dictionary<Stage, TimeSpan> { [Stage.Respond] = TimeSpan.FromMilliseconds(milliseconds) });

    private static ProbeTiming Failed(int minute, Cause cause) =>
        new(Guid.NewGuid(), Sample.Noon.AddMinutes(minute), cause, TimeSpan.FromSeconds(5), new Dictionary<Stage, TimeSpan>());
}
