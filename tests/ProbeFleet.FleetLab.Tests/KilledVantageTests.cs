using System.Text.Json;

namespace ProbeFleet.FleetLab.Tests;

/// <summary>kill -9 in the middle of rounds, again and again.</summary>
public sealed class KilledVantageTests
{
    private const int Routes = 10, Kills = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_StorageAway_WhatReachedTheSpoolIsStoredOnceAndNothingElseIsRead()
    {
        await using var rig = await VantageRig.StartAsync();
        var reported = 0;
        await using (var first = await rig.StartVantageAsync())
        {
            await VantageRig.ApplyAsync(first, rig.Configuration(Routes));
            reported += await VantageRig.RoundAsync(first);
            await rig.Storage.StopAsync();
            reported += await VantageRig.RoundAsync(first);
            reported += await VantageRig.RoundAsync(first);
            await KillInARoundAsync(rig, first, afterRequests: Routes / 2);
        }

        var spooled = SpooledIds(rig.Spool);
        Assert.True(spooled.Count >= 2 * Routes);
        await rig.Storage.StartAsync(Stop);
        await using var next = await rig.StartVantageAsync();
        reported += await VantageRig.RoundAsync(next);

        var stored = (await VantageRig.StoredAsync(next)).Select(result => result.Id).ToList();
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Superset(spooled, stored.ToHashSet());
        Assert.InRange(stored.Count, reported, rig.Api.Requests.Count);
        Assert.Equal(["process.lock"], Directory.GetFiles(rig.Spool).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Kill_DuringRounds_NothingHalfWrittenIsReadAndOnlyTheRoundInHandIsLost()
    {
        await using var rig = await VantageRig.StartAsync();
        var reported = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var dying = await rig.StartVantageAsync();
            await VantageRig.ApplyAsync(dying, rig.Configuration(Routes));
            reported += await VantageRig.RoundAsync(dying);
            await KillInARoundAsync(rig, dying, afterRequests: 1 + (kill * 3));
        }

        await using var next = await rig.StartVantageAsync();
        reported += await VantageRig.RoundAsync(next);

        var stored = await VantageRig.StoredAsync(next);
        Assert.Equal(stored.Count, stored.Select(result => result.Id).Distinct().Count());
        Assert.InRange(stored.Count, reported, rig.Api.Requests.Count);
        Assert.Equal(["process.lock"], Directory.GetFiles(rig.Spool).Select(Path.GetFileName));
    }

    private static async Task KillInARoundAsync(VantageRig rig, VantageProcess vantage, int afterRequests)
    {
        var before = rig.Api.Requests.Count;
        var dying = VantageRig.RoundAsync(vantage);
        await Waiting.ForAsync("the round", () => Task.FromResult(rig.Api.Requests.Count), count => count >= before + afterRequests, Stop);
        await vantage.KillAsync(Stop);
        await Task.WhenAny(dying);
    }

    private static HashSet<Guid> SpooledIds(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.json")
            .SelectMany(file => JsonElement.Parse(File.ReadAllText(file)).GetProperty("results").EnumerateArray())
            .Select(item => item.GetProperty("result").GetProperty("id").GetGuid()),
    ];
}
