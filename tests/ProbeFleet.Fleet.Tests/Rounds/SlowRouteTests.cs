using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Fleet.Vantages;

namespace ProbeFleet.Fleet.Tests.Rounds;

/// <summary>A real server that begins to answer late: what a vantage says of it, stores of it, and remembers of it.</summary>
public sealed class SlowRouteTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);

    /// <summary>What the client must see of it: it begins to measure a moment after the server begins to wait.</summary>
    private static readonly TimeSpan SeenLate = 0.9 * Late;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rounds_ServerBeginsToAnswerLate_AreMarkedAtTheStageAndStored()
    {
        var delay = TimeSpan.Zero;
        await using var server = FaultServer.Start((connection, stopping) => Misbehave.Answer(beforeHeaders: delay)(connection, stopping));
        using var vantage = new LabVantage(azurite.Server);
        vantage.Configure("\"depth\": \"authenticated\"", Lab.RouteTo(server.Http()));
        await RunAsync(vantage, 1);
        var healthy = vantage.Memory.BaselineOf(new("lab"))!.Healthy;
        healthy = healthy with { StartedAt = healthy.StartedAt.AddMilliseconds(1) };
        vantage.Memory.Recall([], [new() { Healthy = healthy, Usual = UsuallyAtOnce(healthy) }]);

        delay = Late;
        await RunAsync(vantage, 6);

        var snapshot = Assert.Single(await vantage.SnapshotsAsync());
        Assert.Equal((ProbeOutcome.Passed, Stage.Respond), (snapshot.Latest.Outcome, snapshot.Latest.Slow));
        var slow = (await vantage.StoredAsync()).Where(result => result.Slow is not null).ToList();
        Assert.InRange(slow.Count, 2, 4);
        Assert.All(slow, result => Assert.True(
            result.Slow is { Stage: Stage.Respond } stage && stage.Took >= SeenLate && stage.Usual < SeenLate));
        Assert.All(slow, result => Assert.Contains(result.Baseline!.Changed, fact => fact.Fact is "latency.respond"));
        Assert.Equal(healthy.Id, vantage.Memory.BaselineOf(new("lab"))!.Healthy.Id);
    }

    [Fact]
    public async Task Restart_UsualTimes_AreRecalledAndGoOn()
    {
        await using var server = FaultServer.Start(Misbehave.Answer());
        using var vantage = new LabVantage(azurite.Server);
        vantage.Configure("\"depth\": \"authenticated\"", Lab.RouteTo(server.Http()));
        await RunAsync(vantage, UsualTime.FewestSamples);
        await vantage.Storage.Baselines.SaveAsync([vantage.Memory.BaselineOf(new("lab"))!], Stop);

        var next = new VantageState();
        using var records = vantage.RecordsOf(next);
        await records.BeginAsync(Stop);
        var runner = new RoundRunner(Lab.Surroundings, vantage.Vantage, next);
        await foreach (var result in runner.RunAsync(
            Lab.PlanOf(Lab.RouteTo(server.Http())) with { Depth = ProbeDepth.Authenticated }, Stop))
        {
            Assert.Null(result.Result.Slow);
        }

        var known = next.BaselineOf(new("lab"))!.Usual.All.Where(time => time is { Stage: Stage.Respond, Hour: null }).ToList();
        Assert.Equal(UsualTime.FewestSamples + 1, known.Sum(time => time.Time.Count));
    }

    /// <summary>
    /// Only of the headers it is known how long they take, and that they come in a millisecond: loopback under load is no measure.
    /// </summary>
    private static UsualTimes UsuallyAtOnce(ProbeResult healthy)
    {
        StageEvidence[] stages = [.. healthy.Stages.OfType<RespondEvidence>().Select(
            stage => stage with { Duration = TimeSpan.FromMilliseconds(1) })];
        return Enumerable.Range(0, UsualTime.FewestSamples).Aggregate(
            UsualTimes.None, (usual, _) => usual.After(healthy with { Stages = stages }));
    }

    private static async Task RunAsync(LabVantage vantage, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));
        }
    }
}
