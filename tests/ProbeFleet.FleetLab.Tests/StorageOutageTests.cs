namespace ProbeFleet.FleetLab.Tests;

/// <summary>Storage goes away while the real app runs its rounds, and comes back.</summary>
public sealed class StorageOutageTests
{
    private const int Routes = 10;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>How long storage is away at least: three rounds, or <c>PROBEFLEET_OUTAGE</c>, for example 00:01:00.</summary>
    private static TimeSpan Outage =>
        TimeSpan.TryParse(Environment.GetEnvironmentVariable("PROBEFLEET_OUTAGE"), out var wanted) ? wanted : TimeSpan.Zero;

    [Fact]
    public async Task Outage_InTheMiddleOfRounds_EveryResultArrivesOnceAndHealthSaysSo()
    {
        await using var rig = await VantageRig.StartAsync();
        await using var vantage = await rig.StartVantageAsync();
        await VantageRig.ApplyAsync(vantage, rig.Configuration(Routes));
        var reported = await VantageRig.RoundAsync(vantage);

        var struck = VantageRig.RoundAsync(vantage);
        await rig.Storage.StopAsync();
        var began = TimeProvider.System.GetTimestamp();
        reported += await struck;
        var rounds = 0;
        while (rounds < 3 || TimeProvider.System.GetElapsedTime(began) < Outage)
        {
            reported += await VantageRig.RoundAsync(vantage);
            rounds++;
        }

        var away = await vantage.GetAsync("/api/health/details", Stop);
        await rig.Storage.StartAsync(Stop);
        reported += await VantageRig.RoundAsync(vantage);
        var back = await vantage.GetAsync("/api/health/details", Stop);

        Assert.Equal("degraded", away.GetProperty("status").GetString());
        Assert.Contains(
            away.GetProperty("problems").EnumerateArray(),
            problem => problem.GetString()!.StartsWith("Results go to the spool", StringComparison.Ordinal));
        Assert.InRange(away.GetProperty("spoolResults").GetInt32(), rounds * Routes, (rounds + 1) * Routes);
        Assert.Equal(("healthy", 0), (back.GetProperty("status").GetString(), back.GetProperty("spoolResults").GetInt32()));
        var stored = await VantageRig.StoredAsync(vantage);
        Assert.Equal((rounds + 3) * Routes, reported);
        Assert.Equal(reported, rig.Api.Requests.Count);
        Assert.Equal(reported, stored.Count);
        Assert.Equal(reported, stored.Select(result => result.Id).Distinct().Count());
        var cells = (await vantage.GetAsync("/api/fleet", Stop)).GetProperty("cells").EnumerateArray();
        Assert.All(cells, cell => Assert.Equal(Math.Min(60, rounds + 3), cell.GetProperty("recent").GetArrayLength()));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{rounds} rounds in {TimeProvider.System.GetElapsedTime(began)} with storage away; {away.GetProperty("spoolResults")} "
                + "results waited; "
            + $"{stored.Count} stored, {reported} reported, {rig.Api.Requests.Count} requests at the API");
    }
}
