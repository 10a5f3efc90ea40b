using Azure.Core;
using Azure.Core.Pipeline;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Fleet.Tests.Rounds;

namespace ProbeFleet.Fleet.Tests.Results;

public sealed class StorageOutageTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outage_InTheMiddleOfRounds_EveryResultArrivesOnce()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var vantage = new LabVantage(server);
        vantage.Configure("", [.. Enumerable.Range(1, 5).Select(number => Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), $"route-{number}"))]);
        await RunAsync(vantage, 2);
        await server.StopAsync();

        await RunAsync(vantage, 3);
        Assert.Equal(15, vantage.Spool.State.Results);
        Assert.NotNull(vantage.Recorder.State.FailingSince);

        await server.StartAsync(Stop);
        await RunAsync(vantage, 1);

        Assert.Equal(0, vantage.Spool.State.Results);
        Assert.Null(vantage.Recorder.State.FailingSince);
        var stored = await vantage.StoredAsync();
        Assert.Equal(30, stored.Count);
        Assert.Equal(30, stored.Select(result => result.Id).Distinct().Count());
        Assert.All(await vantage.SnapshotsAsync(), snapshot => Assert.Equal(6, snapshot.Recent.Count));
    }

    [Fact]
    public async Task Delivery_StoredButNotForgotten_IsNotStoredTwice()
    {
        using var vantage = new LabVantage(azurite.Server);
        var batch = Batch.Of(3).ConvertAll(item => item with
        {
            Result = item.Result with { Vantage = vantage.Vantage, StartedAt = DateTimeOffset.UtcNow, Id = Guid.CreateVersion7() },
        });
        await vantage.Recorder.RecordAsync(batch, Stop);
        vantage.Spool.Keep(batch);

        await vantage.Recorder.DeliverAsync(Stop);

        Assert.Equal(0, vantage.Spool.State.Results);
        Assert.Equal(3, (await vantage.StoredAsync()).Count);
        Assert.All(await vantage.SnapshotsAsync(), snapshot => Assert.Single(snapshot.Recent));
    }

    [Fact]
    public async Task Confirmation_OfABurst_IsStoredAndChangesNoSnapshot()
    {
        using var vantage = new LabVantage(azurite.Server);
        var at = DateTimeOffset.UtcNow;

        await vantage.Recorder.RecordAsync(
            [
                new(Sample.Result(outcome: ProbeOutcome.Failed, at: at, vantage: vantage.Vantage), IsConfirmation: false),
                new(Sample.Result(at: at.AddSeconds(3), vantage: vantage.Vantage), IsConfirmation: true),
            ],
            Stop);

        Assert.Equal(2, (await vantage.StoredAsync()).Count);
        Assert.Equal(ProbeOutcome.Failed, Assert.Single(Assert.Single(await vantage.SnapshotsAsync()).Recent).Outcome);
    }

    [Fact]
    public async Task HostStops_ResultsInHand_AreStored()
    {
        using var vantage = new LabVantage(azurite.Server, new ManualClock());

        await vantage.Recorder.RecordAsync([ResultOf(vantage)], new CancellationToken(canceled: true));

        Assert.Equal(0, vantage.Spool.State.Results);
        Assert.Single(await vantage.StoredAsync());
    }

    [Fact]
    public async Task HostStops_StorageSaysNothing_ResultsInHandGoToTheSpoolAfterAFarewell()
    {
        var clock = new ManualClock { Passes = wait => wait <= TimeSpan.FromSeconds(3) };
        using var vantage = new LabVantage(
            azurite.Server, clock, configure: options => options.AddPolicy(new Silence(), HttpPipelinePosition.PerCall));

        await vantage.Recorder.RecordAsync([ResultOf(vantage)], new CancellationToken(canceled: true));

        Assert.Equal(1, vantage.Spool.State.Results);
        Assert.Null(vantage.Recorder.State.FailingSince);
    }

    private static RoundResult ResultOf(LabVantage vantage) =>
        new(Sample.Result(at: DateTimeOffset.UtcNow, vantage: vantage.Vantage), IsConfirmation: false);

    private static async Task RunAsync(LabVantage vantage, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));
        }
    }

    /// <summary>An account that takes each call and never answers.</summary>
    private sealed class Silence : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            await Task.Delay(Timeout.InfiniteTimeSpan, message.CancellationToken);

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
