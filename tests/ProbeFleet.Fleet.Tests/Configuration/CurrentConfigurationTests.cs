using Azure;
using ProbeFleet.FaultLab;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Configuration;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Fleet.Tests.Configuration;

public sealed class CurrentConfigurationTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_BecomesInvalid_LastGoodIsKeptAndSaid()
    {
        using var vantage = new LabVantage(azurite.Server);
        vantage.Configure("", Lab.RouteTo(new Uri("https://localhost/v1")));
        var good = await vantage.Configuration.RefreshAsync(Stop);
        await File.WriteAllTextAsync(vantage.ConfigurationFile, """{ "routes": [] }""", Stop);

        Assert.Same(good, await vantage.Configuration.RefreshAsync(Stop));
        Assert.Contains("$.routes", vantage.Configuration.State.Problem, StringComparison.Ordinal);

        vantage.Configure("", Lab.RouteTo(new Uri("https://localhost/v1"), "other"));
        Assert.Equal("other", Assert.Single((await vantage.Configuration.RefreshAsync(Stop))!.Routes).Name.ToString());
        Assert.Null(vantage.Configuration.State.Problem);
    }

    [Fact]
    public async Task File_Missing_SaysSo()
    {
        using var configuration = CurrentConfiguration.OfFile("/nowhere/fleet.json", TimeProvider.System);

        Assert.Null(await configuration.RefreshAsync(Stop));
        Assert.Contains("/nowhere", configuration.State.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_ChangesAndGoesAway_LastGoodIsKeptAndSaid()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var storage = FleetStorage.Connect(server.ConnectionString, null, TimeProvider.System);
        using var configuration = CurrentConfiguration.OfTable(storage.Configuration, TimeProvider.System);
        Assert.Null(await configuration.RefreshAsync(Stop));
        Assert.Contains("config apply", configuration.State.Problem, StringComparison.Ordinal);

        Assert.IsType<ConfigurationChange.Applied>(
            await storage.Configuration.ApplyAsync(
                LabVantage.Text("", Lab.RouteTo(new Uri("https://localhost/v1"))), ETag.All, "a test", Stop));
        var good = await configuration.RefreshAsync(Stop);
        Assert.Equal("lab", Assert.Single(good!.Routes).Name.ToString());
        Assert.Same(good, await configuration.RefreshAsync(Stop));

        await server.StopAsync();
        Assert.Same(good, await configuration.RefreshAsync(Stop));
        Assert.NotNull(configuration.State.Problem);
    }

    [Fact]
    public async Task Read_WithinThirtySeconds_AsksStorageOnceAndThenAnew()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        var clock = new ManualClock();
        using var storage = FleetStorage.Connect(server.ConnectionString, null, clock);
        using var configuration = CurrentConfiguration.OfTable(storage.Configuration, clock);
        await ApplyAsync("one");
        Assert.Equal("one", await NameAsync());
        await ApplyAsync("two");

        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("one", await NameAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", await NameAsync());

        await server.StopAsync();
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("two", await NameAsync());
        Assert.NotNull(configuration.State.Problem);
        await server.StartAsync(Stop);
        await ApplyAsync("three");
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("three", await NameAsync());
        Assert.Null(configuration.State.Problem);

        async Task ApplyAsync(string name) => Assert.IsType<ConfigurationChange.Applied>(
            await storage.Configuration.ApplyAsync(
                LabVantage.Text("", Lab.RouteTo(new Uri("https://localhost/v1"), name)), ETag.All, "a test", Stop));

        async Task<string> NameAsync() => Assert.Single((await configuration.ReadAsync(Stop))!.Routes).Name.ToString();
    }

    /// <summary>Nobody needs a key for a vantage's health, which reads this.</summary>
    [Fact]
    public async Task Read_NothingAppliedYet_AsksStorageAtMostEachTwoSeconds()
    {
        var clock = new ManualClock();
        var reads = 0;
        using var configuration = new CurrentConfiguration(
            (_, _) =>
            {
                reads++;
                return Task.FromResult<Reading<StoredConfiguration>?>(new Reading<StoredConfiguration>.Absent());
            },
            clock);

        for (var call = 0; call < 10; call++)
        {
            Assert.Null(await configuration.ReadAsync(Stop));
        }

        Assert.Equal(1, reads);
        clock.Advance(TimeSpan.FromSeconds(2));
        await configuration.ReadAsync(Stop);
        Assert.Equal(2, reads);
        await configuration.RefreshAsync(Stop);
        Assert.Equal(3, reads);
    }

    [Fact]
    public async Task Read_NothingAppliedYet_FindsItTwoSecondsLater()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        var clock = new ManualClock();
        using var storage = FleetStorage.Connect(server.ConnectionString, null, clock);
        using var configuration = CurrentConfiguration.OfTable(storage.Configuration, clock);
        Assert.Null(await configuration.ReadAsync(Stop));

        await storage.Configuration.ApplyAsync(LabVantage.Text("", Lab.RouteTo(new Uri("https://localhost/v1"))), ETag.All, "a test", Stop);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.NotNull(await configuration.ReadAsync(Stop));
    }
}
