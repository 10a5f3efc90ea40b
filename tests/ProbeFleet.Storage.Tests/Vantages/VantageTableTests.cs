using ProbeFleet.Azurite;
using ProbeFleet.Storage.Vantages;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Vantages;

public sealed class VantageTableTests(AzuriteFixture azurite) : IDisposable
{
    private readonly Account _account = new(azurite.Server.ConnectionString, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Heartbeat_SavedTwice_ReadsBackTheLast()
    {
        var name = NewVantage();
        var heartbeat = new VantageHeartbeat
        {
            Vantage = Golden[0].Vantage with { Name = name, Region = "swedencentral", Network = null },
            At = Noon,
            Resolvers = ["10.0.0.4", "fd00::53"],
            Proxy = "http://proxy:3128",
            TrustStoreHash = "sha256:ab",
            Egress = "203.0.113.7",
            PackageHash = "sha256:cd",
            LastRoundAt = Noon.AddMinutes(-1),
            LastRound = 5_000_000_000,
            SpoolDepth = 7,
        };
        await _account.Stores.Vantages.SaveAsync(heartbeat with { SpoolDepth = 0, Proxy = "http://gone" }, Cancel);
        await _account.Stores.Vantages.SaveAsync(heartbeat, Cancel);

        var read = Assert.Single((await _account.Stores.Vantages.ReadAllAsync(Cancel)).Values, vantage => vantage.Vantage.Name == name);

        Assert.NotNull(read.StoredAt);
        Assert.Equal(heartbeat.Resolvers, read.Resolvers);
        Assert.Equal(heartbeat, read with { StoredAt = null, Resolvers = heartbeat.Resolvers });
    }

    [Fact]
    public async Task Heartbeat_WithNothingButItsName_ReadsBack()
    {
        var heartbeat = new VantageHeartbeat { Vantage = Golden[0].Vantage with { Name = NewVantage() }, At = Noon };
        await _account.Stores.Vantages.SaveAsync(heartbeat, Cancel);

        var read = Assert.Single((await _account.Stores.Vantages.ReadAllAsync(Cancel)).Values, vantage => vantage.Vantage.Name == heartbeat.Vantage.Name);

        Assert.Equal(heartbeat, read with { StoredAt = null, Resolvers = heartbeat.Resolvers });
    }

    public void Dispose() => _account.Dispose();
}
