using ProbeFleet.Core.Incidents;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Fleet.Tests.Incidents;

/// <summary>
/// Machines' clocks may be wrong: the fleet is judged all the same, by the store's time, and who cannot judge keeps nobody else from it.
/// </summary>
public sealed class JudgeClockTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(11)]
    [InlineData(-11)]
    [InlineData(172_800)]
    public async Task Judge_ClockIsWrong_DoesNotJudgeAndHoldsUpNobody(int seconds)
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var wrong = fleet.NewJudge(new ShiftedClock(fleet.Clock, TimeSpan.FromSeconds(seconds)));

        Assert.False(await wrong.RunAsync(Stop));

        Assert.Contains(fleet.Logged, line => line.Contains($"clock is {seconds:+0;-0} s off storage's", StringComparison.Ordinal));
        Assert.True(await fleet.NewJudge().RunAsync(Stop));
        Assert.False(await wrong.RunAsync(Stop));
    }

    [Theory]
    [InlineData(1, 3, "18")]
    [InlineData(5, 15, "90")]
    public async Task Judge_NobodyForThreeRoundsAndJudgings_IsTold(int judgings, int minutes, string seconds)
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var wrong = fleet.NewJudge(new ShiftedClock(fleet.Clock, TimeSpan.FromDays(2)), judgings: TimeSpan.FromMinutes(judgings));
        Assert.True(await fleet.NewJudge().RunAsync(Stop));
        fleet.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await wrong.RunAsync(Stop);
        Assert.DoesNotContain(fleet.Logged, line => line.Contains("Nobody has judged", StringComparison.Ordinal));

        fleet.Clock.Advance(TimeSpan.FromSeconds(2));
        await wrong.RunAsync(Stop);

        Assert.Contains(fleet.Logged, line => line.Contains($"Nobody has judged the fleet's incidents for {seconds}", StringComparison.Ordinal));
        Assert.Contains(fleet.Attributes, attributes => attributes.Contains(
            new("microsoft.custom_event.name", "probefleet.incidents.unjudged")));
    }

    [Fact]
    public async Task Judge_NobodySinceTheFleetBegan_IsTold()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var wrong = fleet.NewJudge(new ShiftedClock(fleet.Clock, TimeSpan.FromDays(2)));
        fleet.Clock.Advance(TimeSpan.FromMinutes(3));
        await wrong.RunAsync(Stop);
        Assert.DoesNotContain(fleet.Logged, line => line.Contains("Nobody has judged", StringComparison.Ordinal));

        fleet.Clock.Advance(TimeSpan.FromSeconds(2));
        await wrong.RunAsync(Stop);

        Assert.Contains(fleet.Logged, line => line.Contains("Nobody has judged the fleet's incidents for 182 s", StringComparison.Ordinal));
        Assert.True(await fleet.NewJudge().RunAsync(Stop));
    }

    [Fact]
    public async Task Judge_DetectionFromTheFuture_HealsItself()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        Assert.True(await fleet.Storage.Incidents.WriteDetectionAsync(
            DetectionState.Beginning(fleet.Clock.GetUtcNow().AddDays(2)), default, Stop));
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, (_, _) => false);

        await fleet.PassAsync(judge, 5, (vantage, _) => vantage == "eu");

        Assert.Equal(IncidentState.Open, Assert.Single(await fleet.IncidentsAsync()).State);
        var (detection, _) = await fleet.Storage.Incidents.ReadDetectionAsync(Stop);
        Assert.True(Assert.IsType<Reading<DetectionState>.Found>(detection).Value.At < fleet.Clock.GetUtcNow());
    }
}
