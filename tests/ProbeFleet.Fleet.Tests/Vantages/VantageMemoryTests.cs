using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Routes;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Fleet.Vantages;

namespace ProbeFleet.Fleet.Tests.Vantages;

public sealed class VantageMemoryTests
{
    private static readonly RouteName Lab = new("lab");

    private readonly VantageMemory _memory = new();

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
    public void Recall_OwnObservation_IsNotOverwritten()
    {
        Learn(Sample.Result());

        _memory.Recall([new(Lab, ProbeOutcome.Failed), new(new("other"), ProbeOutcome.Failed)], []);

        Assert.False(_memory.IsFailing(Lab));
        Assert.True(_memory.IsFailing(new("other")));
    }

    private bool Learn(ProbeResult result) => _memory.Learn(new RoundResult(result, IsConfirmation: false));
}
