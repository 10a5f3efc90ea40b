using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Overview;

namespace ProbeFleet.Fleet.Tests.OnDemand;

/// <summary>
/// Vantages whose clocks differ: nothing is lost, nobody is called silent who is not, and a request finds who is near enough.
/// </summary>
public sealed class ClockSkewTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-4)]
    [InlineData(4)]
    public async Task FleetRequest_ClockFourMinutesOff_IsAnswered(int minutes)
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var right = new LabVantage(azurite.Server);
        using var wrong = new LabVantage(azurite.Server, new ShiftedClock(TimeProvider.System, TimeSpan.FromMinutes(minutes)));
        foreach (var vantage in new[] { right, wrong })
        {
            vantage.Configure("", Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "a"));
            Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));
        }

        var current = right.Configuration.State.Configuration!;
        var mailbox = right.Mailbox();
        var request = await mailbox.PostAsync(current, OnDemandOrder.Make(current, ["a"], null, "a test", out _)!, Stop);
        await wrong.Mailbox(new ShiftedClock(TimeProvider.System, TimeSpan.FromMinutes(minutes))).ServeAsync(Stop);

        var status = await mailbox.StatusAsync(request.Id);
        Assert.Equal(new VantagePart(wrong.Vantage.Name, VantageAnswer.Answered, 1), status!.Vantages.Single(
            part => part.Vantage == wrong.Vantage.Name));
    }

    [Theory]
    [InlineData(-26)]
    [InlineData(26)]
    public async Task Round_ClockADayOff_IsStoredAndTheVantageIsNotSilent(int hours)
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var wrong = new LabVantage(azurite.Server, new ShiftedClock(TimeProvider.System, TimeSpan.FromHours(hours)));
        wrong.Configure("", Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "a"));

        Assert.IsType<RoundReport.Ran>(await wrong.Rounds.RunNowAsync(Stop));
        Assert.IsType<RoundReport.Ran>(await wrong.Rounds.RunNowAsync(Stop));

        var page = await wrong.Storage.QueryResultsAsync(
            new() { Vantage = wrong.Vantage.Name, From = DateTimeOffset.UtcNow.AddDays(-3), To = DateTimeOffset.UtcNow.AddDays(3) }, Stop);
        Assert.Equal(2, page.Results.Count);
        Assert.Equal(2, Assert.Single(await wrong.SnapshotsAsync()).Recent.Count);
        var heartbeats = await wrong.Storage.ReadVantagesAsync(Stop);
        var overview = FleetOverview.From(heartbeats.Values, [], DateTimeOffset.UtcNow);
        Assert.False(overview.Vantages.Single(vantage => vantage.Heartbeat.Vantage.Name == wrong.Vantage.Name).IsSilent);
    }

    [Fact]
    public async Task Clock_SetBack_NewestSnapshotIsNotReplacedByAnEarlierTime()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var vantage = new LabVantage(azurite.Server);
        var at = DateTimeOffset.UtcNow;

        await vantage.Recorder.RecordAsync([new(Sample.Result(at: at, vantage: vantage.Vantage), IsConfirmation: false)], Stop);
        await vantage.Recorder.RecordAsync(
            [new(Sample.Result(outcome: ProbeOutcome.Failed, at: at.AddMinutes(-30), vantage: vantage.Vantage),
                IsConfirmation: false)], Stop);

        var snapshot = Assert.Single(await vantage.SnapshotsAsync());
        Assert.Equal([ProbeOutcome.Passed, ProbeOutcome.Failed], snapshot.Recent.Select(outcome => outcome.Outcome));
    }
}
