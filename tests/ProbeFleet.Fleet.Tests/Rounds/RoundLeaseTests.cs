using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.FaultLab;
using ProbeFleet.Fleet.Processes;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Leases;

namespace ProbeFleet.Fleet.Tests.Rounds;

/// <summary>One vantage, several processes: who may run a round.</summary>
public sealed class RoundLeaseTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("probefleet-lease-");
    private readonly Core.Model.Vantage _vantage = Lab.VantageNamed($"lab-{Guid.CreateVersion7():N}");
    private readonly List<IDisposable> _owned = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _owned.ForEach(owned => owned.Dispose());
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Lease_HeldByOneProcess_IsTheOthersWhenTheRoundEnds()
    {
        var (one, other) = (LeaseOf(Process("one")), LeaseOf(Process("other")));
        await using (await one.TryHoldAsync(Stop))
        {
            Assert.Null(await other.TryHoldAsync(Stop));
        }

        await using var next = await other.TryHoldAsync(Stop);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task Lease_OfALongRound_IsRenewedUntilItEnds()
    {
        var (one, other) = (LeaseOf(Process("one")), LeaseOf(Process("other")));
        await using var held = await one.TryHoldAsync(Stop);
        for (var renewal = 0; renewal < 12; renewal++)
        {
            var before = await UntilAsync();
            _clock.Advance(TimeSpan.FromSeconds(10));
            while (await UntilAsync() == before)
            {
                await Task.Yield();
            }
        }

        Assert.Null(await other.TryHoldAsync(Stop));
        Assert.False(held!.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Lease_TakenByAnotherWhileThisOneSlept_EndsTheRound()
    {
        var one = LeaseOf(Process("one"));
        await using var held = await one.TryHoldAsync(Stop);
        var lost = new TaskCompletionSource();
        await using var telling = held!.Lost.Register(lost.SetResult);
        var later = new ShiftedClock(_clock, TimeSpan.FromSeconds(41));
        using var storage = FleetStorage.Connect(
            azurite.Server.ConnectionString, null, later, options => options.Transport = StoreTime.By(later));
        Assert.NotNull(await storage.Leases.TryHoldAsync(LeaseTable.RoundsOf(_vantage.Name), "another", LeaseTable.Duration, Stop));

        _clock.Advance(TimeSpan.FromSeconds(10));

        await lost.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop);
    }

    [Fact]
    public async Task Process_Killed_IsFollowedByItselfAndWaitsForNothing()
    {
        var dead = Process("one");
        Assert.NotNull(await LeaseOf(dead).TryHoldAsync(Stop));

        // A second process of the folder, while the first lives, is another one.
        Assert.Null(await LeaseOf(Process("one")).TryHoldAsync(Stop));
        dead.Dispose();
        var next = Process("one");

        Assert.Equal(dead.Holder, next.Holder);
        await using var held = await LeaseOf(next).TryHoldAsync(Stop);
        Assert.NotNull(held);
    }

    [Fact]
    public async Task Lease_StorageAway_LetsTheRoundRun()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        var lease = LeaseOf(Process("one"), server);
        await server.StopAsync();

        await using var held = await lease.TryHoldAsync(Stop);

        Assert.NotNull(held);
    }

    private async Task<DateTimeOffset> UntilAsync()
    {
        var table = new Azure.Data.Tables.TableClient(azurite.Server.ConnectionString, "Leases");
        var row = await table.GetEntityAsync<Azure.Data.Tables.TableEntity>("lease", $"rounds|{_vantage.Name}", cancellationToken: Stop);
        return row.Value.GetDateTimeOffset("Until")!.Value;
    }

    private ProcessIdentity Process(string folder)
    {
        var process = ProcessIdentity.Open(Path.Combine(_folder.FullName, folder), _vantage);
        _owned.Add(process);
        return process;
    }

    private RoundLease LeaseOf(ProcessIdentity process, AzuriteServer? server = null)
    {
        var storage = FleetStorage.Connect(
            (server ?? azurite.Server).ConnectionString, null, _clock, options => options.Transport = StoreTime.By(_clock));
        _owned.Add(storage);
        return new(_vantage, process, storage, _clock, NullLogger<RoundLease>.Instance);
    }
}
