using ProbeFleet.Azurite;
using ProbeFleet.Fleet.Configuration;
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
        await one.Stores.Results.SaveAsync([Sample.Result(at: DateTimeOffset.UtcNow.AddDays(-60)), Sample.Result("b", at: DateTimeOffset.UtcNow)], Stop);
        var (first, second) = (await PurgeOf(one), await PurgeOf(other));

        Assert.Equal(1, await first.RunAsync(Stop));
        Assert.Null(await second.RunAsync(Stop));
        Assert.Equal(0, await first.RunAsync(Stop));
    }

    private static async Task<FleetPurge> PurgeOf(LabVantage vantage)
    {
        vantage.Configure("", Lab.RouteTo(new("https://localhost/v1")));
        await vantage.Configuration.RefreshAsync(Stop);
        return new(vantage.Vantage, vantage.Configuration, vantage.Stores);
    }
}
