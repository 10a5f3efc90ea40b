using ProbeFleet.Fleet.Queries;
using ProbeFleet.Fleet.Tests.Incidents;

namespace ProbeFleet.Fleet.Tests.Queries;

public sealed class FleetQueriesTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task History_SnapshotsOfTheRouteCannotBeRead_IsNotThatOfARouteThatNobodyProbes()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        await fleet.RoundAsync(JudgedFleet.Healthy);
        await fleet.SpoilAsync("RouteSnapshots");
        var queries = new FleetQueries(fleet.Storage, [], fleet.Clock);

        var history = await queries.ReadHistoryAsync(new("a"), null, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        var none = await queries.ReadHistoryAsync(new("nobodys"), null, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);

        Assert.Equal((4, "eu", 1), (history!.Fleet.Unreadable, $"{history.Vantage}", Assert.Single(history.Steps).Probes));
        Assert.Null(none);
    }
}
