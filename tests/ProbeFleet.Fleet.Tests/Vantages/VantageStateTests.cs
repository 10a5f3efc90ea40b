using ProbeFleet.Fleet.Vantages;

namespace ProbeFleet.Fleet.Tests.Vantages;

public sealed class VantageStateTests
{
    private static readonly RouteName Lab = new("lab");

    private readonly VantageState _memory = new();

    [Fact]
    public void Learn_Failure_IsFailingAndKeepsTheBaseline()
    {
        var healthy = Sample.Result();
        Assert.True(Learn(healthy));

        Assert.False(Learn(Sample.Result(outcome: ProbeOutcome.Failed)));

        Assert.True(_memory.IsFailing(Lab));
        Assert.Same(healthy, _memory.BaselineOf(Lab)!.Healthy);
    }

    [Fact]
    public void Learn_Confirmation_ChangesNothing()
    {
        Learn(Sample.Result(outcome: ProbeOutcome.Failed));

        Assert.False(_memory.Learn(new RoundResult(Sample.Result(), IsConfirmation: true)));

        Assert.True(_memory.IsFailing(Lab));
        Assert.Null(_memory.BaselineOf(Lab));
    }

    [Fact]
    public void Learn_SameAgain_IsNewBaselineOnlyAfterAnHour()
    {
        Learn(Sample.Result());

        Assert.False(Learn(Sample.Result(at: Sample.Noon.AddMinutes(59))));
        Assert.True(Learn(Sample.Result(at: Sample.Noon.AddMinutes(60))));
    }

    [Fact]
    public void Learn_FactChanged_IsNewBaselineAtOnce()
    {
        Learn(Sample.Result(issuer: "DigiCert"));

        Assert.True(Learn(Sample.Result(issuer: "Contoso", at: Sample.Noon.AddMinutes(1))));
    }

    [Fact]
    public void Learn_ShallowerProbe_DoesNotReplaceADeeperOne()
    {
        Learn(Sample.Result());

        Assert.False(Learn(Sample.Result(depth: ProbeDepth.Authenticated, at: Sample.Noon.AddHours(2))));
    }

    [Fact]
    public void Recall_OwnLaterObservation_IsNotOverwritten()
    {
        Learn(Sample.Result());

        _memory.Recall(
            [new(Lab, ProbeOutcome.Failed, Sample.Noon.AddMinutes(-1)), new(
                new("other"), ProbeOutcome.Failed, Sample.Noon.AddMinutes(-1))], []);

        Assert.False(_memory.IsFailing(Lab));
        Assert.True(_memory.IsFailing(new("other")));
    }

    [Fact]
    public void Recall_WhatAnotherProcessSawLater_IsTakenOver()
    {
        Learn(Sample.Result());
        var later = Sample.Result(at: Sample.Noon.AddMinutes(5));

        _memory.Recall([new(Lab, ProbeOutcome.Failed, Sample.Noon.AddMinutes(6))], [new() { Healthy = later }]);

        Assert.True(_memory.IsFailing(Lab));
        Assert.Equal(later.Id, _memory.BaselineOf(Lab)!.Healthy.Id);
    }

    [Fact]
    public void Recall_TimesLearnedElsewhere_ReplaceOnlyWhatWasLearnedBefore()
    {
        var early = Timed(Sample.Noon);
        _memory.Time(early);
        Learn(early);
        var stored = Timed(Sample.Noon.AddHours(1));
        var usual = Enumerable.Range(0, 50).Aggregate(UsualTimes.None, (times, _) => times.After(stored));

        _memory.Recall([], [new() { Healthy = stored, Usual = usual }]);
        Assert.Equal(50, Samples());
        _memory.Time(Timed(Sample.Noon.AddHours(2)));
        _memory.Recall([], [new() { Healthy = stored, Usual = usual }]);

        Assert.Equal(51, Samples());
    }

    private int Samples() =>
        _memory.BaselineOf(Lab)!.Usual.All.Where(time => time is { Stage: Stage.Connect, Hour: null }).Sum(time => time.Time.Count);

    private static ProbeResult Timed(DateTimeOffset at) => Sample.Result(at: at) with
    {
        Stages = [new ConnectEvidence { Outcome = StageOutcome.Passed, Duration = TimeSpan.FromMilliseconds(12) }],
    };

    private bool Learn(ProbeResult result) => _memory.Learn(new RoundResult(result, IsConfirmation: false));
}
