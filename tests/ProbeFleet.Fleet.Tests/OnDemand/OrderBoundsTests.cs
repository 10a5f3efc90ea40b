using ProbeFleet.FaultLab;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Processes;
using ProbeFleet.Storage.Requests;

namespace ProbeFleet.Fleet.Tests.OnDemand;

/// <summary>An order costs each vantage tokens, and a POST costs nothing: the fleet takes only so many.</summary>
public sealed class OrderBoundsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_TwentyOpen_NoOtherIsTakenByAnyProcessUntilTheyAreLate_AndAnEqualOneIsJoined()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var vantage = new LabVantage(server);
        using var one = vantage.Mailbox(_clock);
        using var other = vantage.Mailbox(_clock);
        var first = await LeaveAsync(one, 1);
        for (var number = 2; number <= OrderBounds.MostOpen; number++)
        {
            await LeaveAsync(one, number);
        }

        var refused = await Assert.ThrowsAsync<TooManyCallsException>(() => LeaveAsync(other, 21));

        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(first.Id, (await LeaveAsync(other, 1)).Id);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEqual(first.Id, (await LeaveAsync(other, 1)).Id);
    }

    [Fact]
    public async Task Orders_ThirtyInAMinute_TheNextWaitsForTheMinutesEnd_HoweverFastTheyAreAnswered()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var vantage = new LabVantage(server);
        using var mailbox = vantage.Mailbox(_clock);

        // Nobody probes them, so each is answered at once.
        var routes = Enumerable.Range(1, 31).Select(
            number => Lab.RouteTo(new("http://127.0.0.1:1"), $"route-{number}") with { Vantages = ["elsewhere"] });
        var current = Lab.ConfigurationOf([.. routes]);
        for (var number = 1; number <= OrderBounds.MostAMinute; number++)
        {
            await mailbox.PostAsync(current, Order($"route-{number}"), Stop);
        }

        _clock.Advance(TimeSpan.FromSeconds(20));
        var refused = await Assert.ThrowsAsync<TooManyCallsException>(() => mailbox.PostAsync(current, Order("route-31"), Stop));

        Assert.Equal(40, refused.RetryAfter.TotalSeconds, 1.0);
        _clock.Advance(refused.RetryAfter);
        await mailbox.PostAsync(current, Order("route-31"), Stop);

        OnDemandOrder Order(string name) => OnDemandOrder.Make(current, [name], null, null, out _)!;
    }

    [Fact]
    public async Task Order_AnsweredInFull_IsGivenAnew()
    {
        using var vantage = new LabVantage(azurite.Server);
        vantage.Configure("", Lab.RouteTo(new("http://127.0.0.1:1")));
        using var mailbox = vantage.Mailbox();
        RequestedProbe[] wanted = [new(vantage.Vantage.Name, new("unknown-here"), ProbeDepth.Path)];
        var answered = await mailbox.PostAsync(wanted, null, Stop);
        await mailbox.ServeAsync(Stop);

        Assert.NotEqual(answered.Id, (await mailbox.PostAsync(wanted, null, Stop)).Id);
    }

    [Fact]
    public async Task Orders_OfAClockADayAhead_BlockNobody()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var vantage = new LabVantage(server);
        var tomorrow = new ManualClock();
        tomorrow.Advance(TimeSpan.FromDays(1));
        using var fast = vantage.Mailbox(tomorrow);
        for (var number = 1; number <= OrderBounds.MostOpen; number++)
        {
            await LeaveAsync(fast, number);
        }

        using var right = vantage.Mailbox(_clock);
        await LeaveAsync(right, 21);
    }

    private static Task<OnDemandRequest> LeaveAsync(ProbeMailbox mailbox, int number) =>
        mailbox.PostAsync([new(new($"vantage-{number}"), new("a"), ProbeDepth.Path)], null, Stop);
}
