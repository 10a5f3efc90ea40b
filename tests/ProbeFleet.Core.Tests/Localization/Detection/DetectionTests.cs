using ProbeFleet.Core.Localization.Detection;

namespace ProbeFleet.Core.Tests.Localization.Detection;

public sealed class DetectionTests
{
    private static readonly AlarmRule Rule = AlarmRule.For(.01, .3, 18_000_000);

    [Fact]
    public void AlarmRule_ChosenForAMeanDistance_KeepsItAndNoMore()
    {
        Assert.True(Rule.MeanProbesToAlarm(.01) >= 18_000_000);
        Assert.True(AlarmRule.For(.01, .3, 1000).Threshold < Rule.Threshold);
        Assert.Equal(5, Rule.MeanProbesToAlarm(1));
    }

    [Fact]
    public void AlarmRule_OfOneFailure_HasTheGeometricMean() =>
        Assert.Equal(1 / .01, AlarmRule.For(.01, .3, 1).MeanProbesToAlarm(.01), 6);

    [Fact]
    public void AlarmRule_ExactMean_IsTheSimulatedOne()
    {
        var rule = AlarmRule.For(.05, .5, 300);
        Random random = new(5);
        var total = 0;
        for (var run = 0; run < 4000; run++)
        {
            for (var level = 0; level < rule.Threshold; total++)
            {
                level = Math.Max(0, level + (random.NextDouble() < .05 ? rule.FailureStep : -1));
            }
        }

        Assert.InRange(total / 4000.0, rule.MeanProbesToAlarm(.05) * .93, rule.MeanProbesToAlarm(.05) * 1.07);
    }

    [Theory]
    [InlineData(.0001, .3)]
    [InlineData(.3, .2)]
    [InlineData(.01, 1)]
    public void AlarmRule_ImpossibleRates_AreRefused(double usual, double failing) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AlarmRule.For(usual, failing, 1000));

    [Fact]
    public void Detector_OneRoundInWhichAllFailed_DoesNotAlarm() =>
        Assert.DoesNotContain(Play((8, 0), (8, 0), (0, 8), (8, 0), (8, 0), (8, 0)), transition => transition is not Transition.None);

    [Fact]
    public void Detector_TwoRoundsInWhichAllFailed_Alarms() =>
        Assert.Equal(Transition.Opened, Play((8, 0), (0, 8), (0, 8))[^1]);

    [Fact]
    public void Detector_AfterTwoCleanRoundsAndEnoughPasses_Recovers() =>
        Assert.Equal(
            [Transition.None, Transition.Opened, Transition.None, Transition.Recovered],
            Play((0, 8), (0, 8), (8, 0), (8, 0)));

    [Fact]
    public void Detector_OneFailureAmongThePasses_KeepsItOpen() =>
        Assert.DoesNotContain(Transition.Recovered, Play((0, 8), (0, 8), (8, 0), (7, 1), (8, 0)));

    [Fact]
    public void Detector_NoData_ChangesNothing()
    {
        var (state, _) = FaultDetector.Step(new(), new(default, 0, 8), Rule);

        Assert.Equal((state, Transition.None), FaultDetector.Step(state, new(default, 0, 0), Rule));
    }

    [Fact]
    public void Detector_WideGroupInWhichSomeProbeFailsEachRoundByChance_Recovers() =>
        Assert.Contains(Transition.Recovered, Play((0, 100), (0, 100), (99, 1), (98, 2), (99, 1)));

    [Fact]
    public void Detector_ThatFlaps_RemembersTheLatestFourBeginnings()
    {
        GroupState state = new();
        foreach (var round in Enumerable.Range(0, 60))
        {
            state = FaultDetector.Step(state, new(SmallFleet.Start.AddMinutes(round), round % 6 < 3 ? 0 : 8, round % 6 < 3 ? 8 : 0), Rule).State;
        }

        Assert.Equal([37, 43, 49, 55], state.Opened.Select(at => (at - SmallFleet.Start).TotalMinutes));
    }

    [Fact]
    public void Burst_ThreeFailures_DecidesFailing() =>
        Assert.Equal(BurstVerdict.Failing, BurstTest.Decide([new(false, Cause.TcpTimeout), new(false, Cause.TcpTimeout)]).Verdict);

    [Fact]
    public void Burst_ManyPassesAfterOneFailure_StopsAtTheLimitAtLatest()
    {
        List<BurstAttempt> attempts = [new(false, Cause.TcpTimeout)];
        while (BurstTest.Decide(attempts).Verdict is BurstVerdict.Continue)
        {
            attempts.Add(new(true));
        }

        Assert.True(attempts.Count <= BurstTest.MostAttempts);
        Assert.NotEqual(BurstVerdict.Failing, BurstTest.Decide(attempts).Verdict);
    }

    [Fact]
    public void Burst_IntoARateLimit_IsForbidden() =>
        Assert.Equal(BurstVerdict.Forbidden, BurstTest.Decide([new(false, Cause.QuotaRate)]).Verdict);

    [Fact]
    public void Burst_AskedToWait_WaitsAsLong() =>
        Assert.Equal(TimeSpan.FromSeconds(9), BurstTest.Decide([new(false, Cause.ServerOverloaded, TimeSpan.FromSeconds(9))]).Wait);

    private static List<Transition> Play(params (int Passed, int Failed)[] rounds)
    {
        GroupState state = new();
        List<Transition> transitions = [];
        foreach (var (index, round) in rounds.Index())
        {
            (state, var transition) = FaultDetector.Step(state, new(SmallFleet.Start.AddMinutes(index), round.Passed, round.Failed), Rule);
            transitions.Add(transition);
        }

        return transitions;
    }
}
