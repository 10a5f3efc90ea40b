using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.OnDemand;

namespace ProbeFleet.Fleet.Tests.Vantages;

/// <summary>A vantage whose heartbeat cannot be read is gone after as long a silence as any other: storage says when it was written.</summary>
public sealed class GoneVantageTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public async Task Heartbeat_CannotBeReadAndIsOld_IsAskedAndMissedUntilTheVantageIsGone(int days, bool isThere)
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(days));
        using var vantage = new LabVantage(server, clock);
        var table = new TableServiceClient(server.ConnectionString).GetTableClient("Vantages");
        await table.CreateIfNotExistsAsync(Stop);
        await table.UpsertEntityAsync(new TableEntity("fleet", "spoiled") { ["Schema"] = 99 }, TableUpdateMode.Replace, Stop);
        vantage.Configure("", Lab.RouteTo(new("https://api.example.com/v1"), "a"));
        var configuration = (await vantage.Configuration.ReadAsync(Stop))!;

        var request = await vantage.Mailbox(clock).PostAsync(
            configuration, OnDemandOrder.Make(configuration, ["a"], null, "a test", out _)!, Stop);
        var now = clock.GetUtcNow();
        var window = await new WindowReader(vantage.Storage, NullLogger<WindowReader>.Instance).ReadAsync(
            configuration, now.AddHours(-1), now, Stop);

        var expected = isThere ? new[] { "spoiled" } : [];
        Assert.Equal(expected, request.Vantages.Except([vantage.Vantage.Name]).Select(name => name.ToString()));
        Assert.Equal(expected, window.UnreadableVantages.Select(name => name.ToString()));
        Assert.Equal(isThere, window.Locate(now).IsPartial);
    }
}
