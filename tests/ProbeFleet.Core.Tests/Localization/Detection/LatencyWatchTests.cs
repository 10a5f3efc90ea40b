using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Localization.Detection;

public sealed class LatencyWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly ProbeResult Healthy = (GoldenCase.Open("healthy-completion").Evidence() with { StartedAt = Noon }).Concluded();

    private static readonly ProbeResult Stream = (GoldenCase.Open("stream-whole").Evidence() with { StartedAt = Noon }).Concluded();

    private LatencyWatch? _watch;

    [Fact]
    public void Take_OneVerySlowProbe_IsABlip()
    {
        Usual(60);

        Assert.Null(Take(Connect(30_000)));
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Null(Take(Connect(95))));
    }

    [Fact]
    public void Take_LastinglySlow_IsSlowAfterAFewProbesAndOverAtOnce()
    {
        Usual(60);

        var found = Enumerable.Range(0, 8).Select(_ => Take(Connect(200))).ToList();
        var after = Enumerable.Range(0, 8).Select(_ => Take(Connect(95))).ToList();

        Assert.InRange(found.FindIndex(slow => slow is not null), 2, 5);
        Assert.Equal((Stage.Connect, TimeSpan.FromMilliseconds(200)), (found[^1]!.Stage, found[^1]!.Took));
        Assert.InRange(found[^1]!.Usual.TotalMilliseconds, 90, 110);
        Assert.All(after, Assert.Null);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(200, 260)]
    public void Take_SmallInTimeOrInShare_IsNobodysFinding(double usual, double now)
    {
        Usual(60, usual);

        Assert.All(Enumerable.Range(0, 30), _ => Assert.Null(Take(Connect(now))));
    }

    [Fact]
    public void Take_SeveralStagesSlow_NamesTheFirstOfThePath()
    {
        Usual(60);

        var slow = Enumerable.Range(0, 8).Select(
            _ => Take(Connect(300).Taking(Stage.Secure, 900).Taking(Stage.Respond, 9000))).ToList()[^1];

        Assert.Equal(Stage.Connect, slow!.Stage);
    }

    [Fact]
    public void Take_GapsOfAStreamGetLonger_IsFoundAndSaidToBeAGap()
    {
        Enumerable.Range(0, 60).ToList().ForEach(number => Take(Streaming(number % 2 == 0 ? 38 : 42)));

        var slow = Enumerable.Range(0, 8).Select(_ => Take(Streaming(400))).ToList()[^1]!;

        Assert.Equal((Stage.Answer, true, TimeSpan.FromMilliseconds(400)), (slow.Stage, slow.IsGap, slow.Took));
        Assert.Contains("the longest gap of answer took 400 ms where 41 ms is usual", SlowWords.Describe(slow), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_FirstEventOfAStreamGetsLater_IsFound()
    {
        Enumerable.Range(0, 60).ToList().ForEach(number => Take(Streaming(40).Taking(Stage.FirstEvent, number % 2 == 0 ? 95 : 105)));

        var slow = Enumerable.Range(0, 8).Select(_ => Take(Streaming(40).Taking(Stage.FirstEvent, 700))).ToList()[^1]!;

        Assert.Equal((Stage.FirstEvent, null), (slow.Stage, slow.IsGap));
    }

    [Fact]
    public void Take_FewerThanThirtyProbesKnown_FindsNothing()
    {
        Usual(UsualTime.FewestSamples - 8);

        Assert.All(Enumerable.Range(0, 8), _ => Assert.Null(Take(Connect(5000))));
    }

    [Fact]
    public void Take_SlowerAtItsBusyHourEachDay_IsUsualThere()
    {
        for (var day = 0; day < 2; day++)
        {
            Usual(40, 100, Noon.AddDays(day));
            Usual(40, 400, Noon.AddDays(day).AddHours(3));
        }

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Null(Take(Connect(400) with { StartedAt = Noon.AddDays(2).AddHours(3) })));
        Assert.NotNull(Enumerable.Range(0, 10).Select(_ => Take(Connect(400) with { StartedAt = Noon.AddDays(2) })).ToList()[^1]);
    }

    [Fact]
    public void Take_OtherRouteConfiguration_BeginsAnew()
    {
        Usual(60);
        var moved = Connect(400) with { Fingerprint = Healthy.Fingerprint with { Route = "sha256:moved" } };

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Null(Take(moved)));
        Assert.Equal("sha256:moved", _watch!.RouteFingerprint);
    }

    [Fact]
    public void Take_FailedProbeOrVariant_ChangesNothing()
    {
        Usual(60);
        var before = _watch;

        Assert.Null(Take(Connect(5000) with { Outcome = ProbeOutcome.Failed, Break = Stage.Respond }));
        Assert.Null(Take(Connect(5000) with { Variant = ProbeVariant.Keyless }));

        Assert.Same(before, _watch);
    }

    [Fact]
    public void Take_SlowForDays_BecomesUsual()
    {
        Usual(UsualTime.Memory);

        var minutes = Enumerable.Range(0, 7 * 60).Select(_ => Take(Connect(200)) is not null).ToList();

        Assert.True(minutes[60]);
        Assert.False(minutes[^1]);
    }

    [Fact]
    public void Usual_WrittenDownAndReadAgain_IsTheSame()
    {
        Usual(40);

        var again = UsualTimes.From(_watch!.Usual.All);

        Assert.Equal(_watch.Usual.All, again.All);
        Assert.Equal(_watch.Usual.For(ProbeDepth.Completion, Stage.Connect, Noon), again.For(ProbeDepth.Completion, Stage.Connect, Noon));
        Assert.Null(again.For(ProbeDepth.Path, Stage.Connect, Noon));
    }

    private static ProbeResult Connect(double milliseconds) => Healthy.Taking(Stage.Connect, milliseconds);

    private void Usual(int probes, double milliseconds = 95, DateTimeOffset? at = null)
    {
        foreach (var number in Enumerable.Range(0, probes))
        {
            Take(Connect(milliseconds * (1 + (.01 * (number % 10)))) with { StartedAt = at ?? Noon });
        }
    }

    private SlowStage? Take(ProbeResult result)
    {
        (_watch, var slow) = LatencyWatch.Take(_watch, result);
        return slow;
    }

    /// <summary>A stream whose answer takes ever longer as a whole, and whose longest gap is this.</summary>
    private static ProbeResult Streaming(double gap) => Stream.WithLongestGap(TimeSpan.FromMilliseconds(gap));
}
