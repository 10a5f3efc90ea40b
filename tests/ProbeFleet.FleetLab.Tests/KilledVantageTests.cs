using System.Text.Json;

namespace ProbeFleet.FleetLab.Tests;

/// <summary>kill -9 while rounds run by the clock, again and again.</summary>
public sealed class KilledVantageTests
{
    private const int Routes = 10, Kills = 4;

    [Fact]
    public async Task Kill_StorageAway_WhatReachedTheSpoolIsStoredOnceAndNothingElseIsRead()
    {
        await using var rig = await VantageRig.StartAsync();
        await using (var first = await rig.StartVantageAsync())
        {
            await VantageRig.ApplyAsync(first, rig.Configuration(Routes));
            await VantageRig.RoundsAsync(first, 1);
            await rig.Storage.StopAsync();
            await VantageRig.RoundsAsync(first, 2);
            await first.KillAsync(TestContext.Current.CancellationToken);
        }

        var spooled = SpooledIds(rig.Spool);
        Assert.NotEmpty(spooled);
        await rig.Storage.StartAsync(TestContext.Current.CancellationToken);
        await using var next = await rig.StartVantageAsync();
        await rig.SettleAsync(next);

        var stored = (await VantageRig.StoredAsync(next)).Select(result => result.Id).ToList();
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Superset(spooled, stored.ToHashSet());
        Assert.Empty(Directory.GetFiles(rig.Spool));
    }

    [Fact]
    public async Task Kill_DuringRounds_NothingHalfWrittenIsReadAndOnlyTheRoundInHandIsLost()
    {
        await using var rig = await VantageRig.StartAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var dying = await rig.StartVantageAsync();
            await VantageRig.ApplyAsync(dying, rig.Configuration(Routes));
            var before = rig.Api.Requests.Count;
            await Waiting.ForAsync(
                "the round", () => Task.FromResult(rig.Api.Requests.Count), count => count >= before + Routes + (kill * 3), TestContext.Current.CancellationToken);

            await dying.KillAsync(TestContext.Current.CancellationToken);
        }

        await using var next = await rig.StartVantageAsync();
        await rig.SettleAsync(next);

        var stored = await VantageRig.StoredAsync(next);
        Assert.Equal(stored.Count, stored.Select(result => result.Id).Distinct().Count());
        Assert.InRange(stored.Count, rig.Api.Requests.Count - (Kills * 2 * Routes), rig.Api.Requests.Count);
        Assert.Empty(Directory.GetFiles(rig.Spool));
    }

    private static HashSet<Guid> SpooledIds(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.json")
            .SelectMany(file => JsonElement.Parse(File.ReadAllText(file)).GetProperty("results").EnumerateArray())
            .Select(item => item.GetProperty("result").GetProperty("id").GetGuid()),
    ];
}
