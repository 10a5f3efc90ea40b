using ProbeFleet.Storage.Snapshots;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Snapshots;

public sealed class SnapshotTableTests(AzuriteFixture azurite) : IDisposable
{
    private readonly Account _account = new(azurite.Server.ConnectionString, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SnapshotTable Snapshots => _account.Stores.Snapshots;

    [Fact]
    public async Task Record_EachRoundAfterTheFirst_IsOneCall()
    {
        var vantage = NewVantage();
        await Snapshots.RecordAsync(Round(vantage, Noon), Cancel);
        _account.Forget();

        await Snapshots.RecordAsync(Round(vantage, Noon.AddMinutes(5)), Cancel);

        Assert.Single(_account.Calls);
        Assert.Equal(2, (await OneAsync(vantage)).Recent.Count);
    }

    [Fact]
    public async Task Record_70Rounds_KeepsTheLast60NewestFirst()
    {
        var vantage = NewVantage();
        var results = Enumerable.Range(0, 70).Select(number => Result(vantage, Route(0), Noon.AddMinutes(number), number)).ToList();
        foreach (var result in results)
        {
            await Snapshots.RecordAsync([result], Cancel);
        }

        var snapshot = await OneAsync(vantage);

        Assert.Equal(results.AsEnumerable().Reverse().Take(60).Select(Expected), snapshot.Recent);
        Assert.Equal(results[^1].Id, snapshot.ProbeId);
        Assert.Equal(results[^1].Diagnosis.Owner, snapshot.Owner);
        Assert.Equal(results[^1].Response?.Status, snapshot.Status);
    }

    [Fact]
    public async Task Record_AnotherProcessWroteMeanwhile_LosesNothing()
    {
        var vantage = NewVantage();
        using var other = _account.Another();
        await Snapshots.RecordAsync([Result(vantage, Route(0), Noon)], Cancel);
        await other.Snapshots.RecordAsync([Result(vantage, Route(0), Noon.AddMinutes(1), 1)], Cancel);

        await Snapshots.RecordAsync([Result(vantage, Route(0), Noon.AddMinutes(2), 2)], Cancel);

        Assert.Equal(3, (await OneAsync(vantage)).Recent.Count);
    }

    [Fact]
    public async Task Record_TwoProcessesAtOnce_LoseNothing()
    {
        var vantage = NewVantage();
        using var other = _account.Another();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            RecordAsync(number % 2 == 0 ? _account.Stores : other, Result(vantage, Route(number % 3), Noon.AddMinutes(number), number))));

        var all = (await Snapshots.ReadFleetAsync(Cancel)).Values.Where(snapshot => snapshot.Vantage == vantage);

        Assert.Equal(20, all.Sum(snapshot => snapshot.Recent.Count));

        // As a vantage does: what the other process kept from being recorded is recorded again.
        static async Task RecordAsync(TableStores stores, ProbeResult result)
        {
            for (var isRecorded = false; !isRecorded;)
            {
                try
                {
                    await stores.Snapshots.RecordAsync([result], Cancel);
                    isRecorded = true;
                }
                catch (StorageException error) when (error.Failure is StorageFailure.Contended)
                {
                    continue;
                }
            }
        }
    }

    [Fact]
    public async Task Record_LateAndRepeatedResults_FindTheirPlaceOnce()
    {
        var vantage = NewVantage();
        var newest = Result(vantage, Route(0), Noon);
        var late = Result(vantage, Route(0), Noon.AddMinutes(-9), 1);

        await Snapshots.RecordAsync([newest], Cancel);
        await Snapshots.RecordAsync([late, newest, late], Cancel);

        var snapshot = await OneAsync(vantage);
        Assert.Equal([Expected(newest), Expected(late)], snapshot.Recent);
        Assert.Equal(newest.Id, snapshot.ProbeId);
    }

    [Fact]
    public async Task Record_Variant_IsLeftOut()
    {
        var vantage = NewVantage();
        await Snapshots.RecordAsync([Result(vantage, Route(0), Noon) with { Variant = ProbeVariant.Keyless }], Cancel);

        Assert.DoesNotContain((await Snapshots.ReadFleetAsync(Cancel)).Values, snapshot => snapshot.Vantage == vantage);
    }

    [Fact]
    public async Task Record_UnreadableSnapshot_IsReplaced()
    {
        var vantage = NewVantage();
        await Snapshots.RecordAsync([Result(vantage, Route(0), Noon)], Cancel);
        await _account.SpoilAsync("RouteSnapshots", "fleet", $"{vantage}|{Route(0)}", "Recent", "nonsense");
        using var restarted = _account.Another();

        await restarted.Snapshots.RecordAsync([Result(vantage, Route(0), Noon.AddMinutes(1))], Cancel);

        Assert.Single((await OneAsync(vantage)).Recent);
    }

    [Fact]
    public async Task Record_SlowProbe_KeepsItsStageBesideThatItPassed()
    {
        var vantage = NewVantage();
        var passed = Golden.Index().First(sample => sample.Item.Outcome is ProbeOutcome.Passed).Index;
        var slow = Result(vantage, Route(0), Noon, passed) with
        {
            Slow = new() { Stage = Stage.Secure, Took = TimeSpan.FromSeconds(1), Usual = TimeSpan.FromMilliseconds(90) },
        };
        await Snapshots.RecordAsync([slow, Result(vantage, Route(0), Noon.AddMinutes(-1), passed)], Cancel);

        var recent = (await OneAsync(vantage)).Recent;

        Assert.Equal(
            [(ProbeOutcome.Passed, Stage.Secure, (Stage?)null), (ProbeOutcome.Passed, null, null)],
            recent.Select(outcome => (outcome.Outcome, outcome.Slow, outcome.Break)));
    }

    public void Dispose() => _account.Dispose();

    private static RecentOutcome Expected(ProbeResult result) => new(
        result.StartedAt, result.Diagnosis.Cause, result.Break, result.Depth, TimeSpan.FromMilliseconds(
            Math.Round(result.Duration.TotalMilliseconds)));

    private async Task<RouteSnapshot> OneAsync(VantageName vantage) =>
        (await Snapshots.ReadFleetAsync(Cancel)).Values.First(snapshot => snapshot.Vantage == vantage && snapshot.Route == Route(0));
}
