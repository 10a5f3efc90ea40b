namespace ProbeFleet.Fleet.Tests.Rounds;

public sealed class RoundGateTests
{
    [Fact]
    public void Take_RoundRuns_IsSkippedAndCounted()
    {
        var gate = new RoundGate();
        using (gate.TryTake())
        {
            Assert.Null(gate.TryTake());
            Assert.Null(gate.TryTake());
        }

        Assert.Equal(2, gate.Skipped);
        Assert.NotNull(gate.TryTake());
    }
}
