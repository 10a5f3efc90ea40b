using ProbeFleet.Storage.Vantages;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Vantages;

public sealed class VantageTableTests(AzuriteFixture azurite) : IDisposable
{
    private readonly Account _account = new(azurite.Server.ConnectionString, TimeProvider.System);

    /// <summary>What the version before wrote, and needs.</summary>
    private static readonly string[] Before = ["Schema", "Host", "Os", "Dotnet", "Sdk", "App", "At", "Resolvers",
        "LastRound", "SpoolDepth"];

    /// <summary>What it does not know.</summary>
    private static readonly string[] Added =
    [
        "Process", "IntervalSeconds", "LastRoundStartedAt", "LastRoundResults", "RoundsSkipped", "LastStoredAt", "SpoolBytes",
        "SpoolDropped",
        "SpoolQuarantined",
    ];

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
            Forbids = [ProbeVariant.NoProxy, ProbeVariant.SystemTrust],
            Egress = "203.0.113.7",
            PackageHash = "sha256:cd",
            Process = "eu instance 0198",
            Interval = TimeSpan.FromMinutes(5),
            LastRoundStartedAt = Noon.AddMinutes(-2),
            LastRoundAt = Noon.AddMinutes(-1),
            LastRound = 5_000_000_000,
            LastRoundResults = 30,
            RoundsSkipped = 5_000_000_001,
            LastStoredAt = Noon.AddSeconds(-59),
            SpoolDepth = 7,
            SpoolBytes = 5_000_000_002,
            SpoolDropped = 5_000_000_003,
            SpoolQuarantined = 1,
        };
        await _account.Stores.Vantages.SaveAsync(heartbeat with { SpoolDepth = 0, Proxy = "http://gone" }, Cancel);
        await _account.Stores.Vantages.SaveAsync(heartbeat, Cancel);

        var read = Assert.Single((await _account.Stores.Vantages.ReadAllAsync(Cancel)).Values, vantage => vantage.Vantage.Name == name);

        Assert.NotNull(read.StoredAt);
        Assert.Equal(heartbeat.Resolvers, read.Resolvers);
        Assert.Equal(heartbeat.Forbids, read.Forbids);
        Assert.Equal(heartbeat, read with { StoredAt = null, Resolvers = heartbeat.Resolvers, Forbids = heartbeat.Forbids });
    }

    [Fact]
    public async Task Heartbeat_WithNothingButItsName_ReadsBack()
    {
        var heartbeat = new VantageHeartbeat { Vantage = Golden[0].Vantage with { Name = NewVantage() }, At = Noon };
        await _account.Stores.Vantages.SaveAsync(heartbeat, Cancel);

        var read = Assert.Single(
            (await _account.Stores.Vantages.ReadAllAsync(Cancel)).Values, vantage => vantage.Vantage.Name == heartbeat.Vantage.Name);

        Assert.Equal(heartbeat, read with { StoredAt = null, Resolvers = heartbeat.Resolvers });
    }

    [Fact]
    public async Task Heartbeat_OfTheVersionBefore_ReadsBackAndItsColumnsAreStillWritten()
    {
        var heartbeat = new VantageHeartbeat
        {
            Vantage = Golden[0].Vantage with { Name = NewVantage() },
            At = Noon,
            LastRound = 7,
            SpoolDepth = 3,
        };
        await _account.Stores.Vantages.SaveAsync(
            heartbeat with
            {
                Process = "eu",
                Interval = TimeSpan.FromMinutes(1),
                LastRoundStartedAt = Noon,
                LastRoundResults = 30,
                LastStoredAt = Noon,
                SpoolBytes = 9,
            },
            Cancel);
        var table = new Azure.Data.Tables.TableClient(azurite.Server.ConnectionString, "Vantages");
        var row = (await table.GetEntityAsync<Azure.Data.Tables.TableEntity>(
            "fleet", $"{heartbeat.Vantage.Name}", cancellationToken: Cancel)).Value;
        Assert.Superset(Before.ToHashSet(), row.Keys.ToHashSet());
        Assert.All(Added, column => Assert.True(row.Remove(column), column));

        await table.UpdateEntityAsync(row, Azure.ETag.All, Azure.Data.Tables.TableUpdateMode.Replace, Cancel);

        var read = Assert.IsType<Reading<VantageHeartbeat>.Found>(
            await _account.Stores.Vantages.FindAsync(heartbeat.Vantage.Name, Cancel)).Value;
        Assert.Equal(heartbeat, read with { StoredAt = null, Resolvers = heartbeat.Resolvers });
    }

    [Fact]
    public async Task Register_VantageThatIsThere_ChangesNothing()
    {
        var heartbeat = new VantageHeartbeat { Vantage = Golden[0].Vantage with { Name = NewVantage() }, At = Noon };
        await _account.Stores.Vantages.RegisterAsync(heartbeat with { LastRound = 1 }, Cancel);

        await _account.Stores.Vantages.RegisterAsync(heartbeat with { LastRound = 2 }, Cancel);

        var read = Assert.IsType<Reading<VantageHeartbeat>.Found>(
            await _account.Stores.Vantages.FindAsync(heartbeat.Vantage.Name, Cancel)).Value;
        Assert.Equal(1, read.LastRound);
    }

    public void Dispose() => _account.Dispose();
}
