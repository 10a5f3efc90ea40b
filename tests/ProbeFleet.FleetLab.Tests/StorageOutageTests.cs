namespace ProbeFleet.FleetLab.Tests;

/// <summary>Storage goes away while the real app runs its rounds by the clock, and comes back.</summary>
public sealed class StorageOutageTests
{
    private const int Routes = 10;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>How long storage is away at least: three rounds, or <c>PROBEFLEET_OUTAGE</c>, for example 00:01:00.</summary>
    private static TimeSpan Outage => TimeSpan.TryParse(Environment.GetEnvironmentVariable("PROBEFLEET_OUTAGE"), out var wanted) ? wanted : TimeSpan.Zero;

    [Fact]
    public async Task Outage_InTheMiddleOfRounds_EveryResultArrivesOnceAndHealthSaysSo()
    {
        await using var rig = await VantageRig.StartAsync();
        await using var vantage = await rig.StartVantageAsync();
        await VantageRig.ApplyAsync(vantage, rig.Configuration(Routes));
        await VantageRig.RoundsAsync(vantage, 2);

        await rig.Storage.StopAsync();
        var began = TimeProvider.System.GetTimestamp();
        var rounds = 0;
        while (rounds < 3 || TimeProvider.System.GetElapsedTime(began) < Outage)
        {
            await VantageRig.RoundsAsync(vantage, 1);
            rounds++;
        }

        var away = await vantage.GetAsync("/api/health", Stop);
        var requestsWhileAway = rig.Api.Requests.Count;
        await rig.Storage.StartAsync(Stop);
        await VantageRig.UntilAsync(vantage, health => health.GetProperty("status").GetString() == "healthy" && health.GetProperty("spoolResults").GetInt32() == 0);
        await rig.SettleAsync(vantage);

        Assert.Equal("degraded", away.GetProperty("status").GetString());
        Assert.Contains(away.GetProperty("problems").EnumerateArray(), problem => problem.GetString()!.StartsWith("Results go to the spool", StringComparison.Ordinal));
        Assert.InRange(away.GetProperty("spoolResults").GetInt32(), Routes, requestsWhileAway);
        var stored = await VantageRig.StoredAsync(vantage);
        Assert.Equal(rig.Api.Requests.Count, stored.Count);
        Assert.Equal(stored.Count, stored.Select(result => result.Id).Distinct().Count());
        Assert.All(stored.GroupBy(result => result.Route.Name), route => Assert.Equal(stored.Count / Routes, route.Count()));
        var cells = (await vantage.GetAsync("/api/fleet", Stop)).GetProperty("cells").EnumerateArray();
        Assert.All(cells, cell => Assert.Equal(Math.Min(60, stored.Count / Routes), cell.GetProperty("recent").GetArrayLength()));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{rounds} rounds in {TimeProvider.System.GetElapsedTime(began)} with storage away; {away.GetProperty("spoolResults")} results waited; "
            + $"{stored.Count} stored, {rig.Api.Requests.Count} requests at the API");
    }
}
