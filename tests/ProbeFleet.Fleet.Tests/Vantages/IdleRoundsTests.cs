using Azure.Core;
using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Storage.Leases;

namespace ProbeFleet.Fleet.Tests.Vantages;

/// <summary>
/// The slow schedule of idle connections: its results stand beside the route's state, and each route is looked at once in its time.
/// </summary>
public sealed class IdleRoundsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task DueRoute_IsLookedAtOnceAndItsStateIsLeftAlone()
    {
        var clock = new ManualClock { Passes = wait => wait.TotalSeconds is 1 or 55 or 65 or 125 or 235 or 245 or 305 };
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.FromSeconds(240), Misbehave.Forgotten.Reset, clock).OverTls(LabTrust.Server));
        var (store, way) = (new ManualClock(), new LossyWay());
        using var vantage = new LabVantage(azurite.Server, clock, configure: options =>
        {
            options.Transport = StoreTime.By(store);
            options.AddPolicy(way, HttpPipelinePosition.PerRetry);
        });
        vantage.Configure("""
            "depth": "completion", "reuseEvery": "06:00:00"
            """, Lab.RouteTo(server.Https()));
        var idle = RoundsOf(vantage, clock);

        Assert.NotNull(await vantage.Storage.Leases.TryHoldAsync("table|is|there", "test", LeaseTable.Duration, Stop));
        way.LosesAnswers = (1, "POST Leases");
        var first = await idle.RunAsync(Stop);
        store.Advance(TimeSpan.FromHours(5));
        var again = await RoundsOf(vantage, clock).RunAsync(Stop);

        Assert.Equal((0, 1, 0), (way.LosesAnswers.Calls, first, again));
        var page = await vantage.Storage.QueryResultsAsync(
            new() { Vantage = vantage.Vantage.Name, From = clock.GetUtcNow().AddDays(-1), To = clock.GetUtcNow().AddDays(1) }, Stop);
        var result = Assert.Single(page.Results);
        Assert.Equal((ProbeVariant.Reuse, ProbeDepth.Authenticated, Cause.TcpIdleDropped),
            (result.Variant, result.Depth, result.Diagnosis.Cause));
        Assert.Equal((235, 245), (result.Reuse!.Kept!.Wait.TotalSeconds, result.Reuse.Dropped!.Wait.TotalSeconds));
        Assert.Empty(await vantage.SnapshotsAsync());
    }

    [Fact]
    public async Task StoppedInTheWait_TheRouteIsDueAgain()
    {
        using var stopping = new CancellationTokenSource();
        var clock = new ManualClock { Waiting = wait => _ = wait.TotalSeconds is 305 ? stopping.CancelAsync() : Task.CompletedTask };
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.FromHours(1), Misbehave.Forgotten.Reset, clock).OverTls(LabTrust.Server));
        using var vantage = new LabVantage(azurite.Server, clock);
        vantage.Configure("""
            "reuseEvery": "06:00:00"
            """, Lab.RouteTo(server.Https()));

        var probed = await RoundsOf(vantage, clock).RunAsync(stopping.Token);

        Assert.Equal(0, probed);
        Assert.NotNull(await vantage.Storage.Leases.TryHoldAsync($"reuse|{vantage.Vantage.Name}|lab", "another", LeaseTable.Duration, Stop));
    }

    [Fact]
    public async Task KilledInTheWait_TheRouteIsDueAgainWhenTheLookWouldBeOver()
    {
        var waiting = new TaskCompletionSource();
        var (clock, store) = (new ManualClock { Waiting = wait => _ = wait.TotalSeconds is 305 && waiting.TrySetResult() }, new ManualClock());
        await using var server = FaultServer.Start(
            Misbehave.KeepsUntilIdleFor(TimeSpan.FromHours(1), Misbehave.Forgotten.Reset, clock).OverTls(LabTrust.Server));
        using var vantage = new LabVantage(azurite.Server, clock, configure: options => options.Transport = StoreTime.By(store));
        vantage.Configure("""
            "reuseEvery": "06:00:00"
            """, Lab.RouteTo(server.Https()));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var killed = RoundsOf(vantage, clock).RunAsync(stopping.Token);
        await waiting.Task.WaitAsync(Stop);

        store.Advance(TimeSpan.FromMinutes(16));
        Assert.Null(await HoldAsync("one"));
        store.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(await HoldAsync("another"));
        await stopping.CancelAsync();
        await killed;

        Task<Lease?> HoldAsync(string holder) => vantage.Storage.Leases.TryHoldAsync(
            LeaseTable.ReuseOf(vantage.Vantage.Name, new("lab")), holder, TimeSpan.FromHours(6), Stop);
    }

    [Fact]
    public async Task NoReuseEvery_NothingIsProbed()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        using var vantage = new LabVantage(azurite.Server);
        vantage.Configure("", Lab.RouteTo(server.Https()));

        Assert.Equal(0, await RoundsOf(vantage, TimeProvider.System).RunAsync(Stop));
        Assert.Empty(server.Connections);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IdleRounds RoundsOf(LabVantage vantage, TimeProvider clock) => new(
        vantage.Process, vantage.Vantage, vantage.Configuration, vantage.Runner, vantage.Recorder, vantage.Telemetry,
        vantage.Storage, clock,
        NullLogger<IdleRounds>.Instance);
}
