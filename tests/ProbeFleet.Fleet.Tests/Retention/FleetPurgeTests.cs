using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.Fleet.Retention;

namespace ProbeFleet.Fleet.Tests.Retention;

public sealed class FleetPurgeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Purge_TwoVantages_OneDeletes()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var one = new LabVantage(server);
        using var other = new LabVantage(server);
        await one.Storage.SaveResultsAsync(
            [Sample.Result(at: DateTimeOffset.UtcNow.AddDays(-60)), Sample.Result("b", at: DateTimeOffset.UtcNow)], Stop);
        var (first, second) = (PurgeOf(one), PurgeOf(other));

        Assert.Equal(1, await first.RunAsync(Stop));
        Assert.Null(await second.RunAsync(Stop));
        Assert.Equal(0, await first.RunAsync(Stop));
    }

    [Fact]
    public async Task Purge_NothingSaysHowLongIsKept_DeletesNothing()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var vantage = new LabVantage(server);
        await vantage.Storage.SaveResultsAsync([Sample.Result(at: DateTimeOffset.UtcNow.AddDays(-60))], Stop);
        var purge = new FleetPurge(vantage.Process, vantage.Configuration, vantage.Storage, NullLogger<FleetPurge>.Instance);

        Assert.Null(await purge.RunAsync(Stop));
        vantage.Configure("", Lab.RouteTo(new("https://localhost/v1")));
        Assert.Equal(1, await purge.RunAsync(Stop));
    }

    [Fact]
    public async Task Purge_ClockAMonthAhead_DeletesNothingAndHoldsUpNobody()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var right = new LabVantage(server);
        using var fast = new LabVantage(server, new ShiftedClock(TimeProvider.System, TimeSpan.FromDays(31)));
        await right.Storage.SaveResultsAsync(
            [Sample.Result(at: DateTimeOffset.UtcNow.AddDays(-60)), Sample.Result("b", at: DateTimeOffset.UtcNow)], Stop);

        Assert.Null(await PurgeOf(fast).RunAsync(Stop));
        Assert.Equal(1, await PurgeOf(right).RunAsync(Stop));
    }

    private static FleetPurge PurgeOf(LabVantage vantage)
    {
        vantage.Configure("", Lab.RouteTo(new("https://localhost/v1")));
        return new(vantage.Process, vantage.Configuration, vantage.Storage, NullLogger<FleetPurge>.Instance);
    }
}
