using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace ProbeFleet.Fleet.Tests.Vantages;

public sealed class VantageRecordsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly FakeTimeProvider _clock = new(Sample.Noon);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstRecall_Fails_WhatIsStoredStaysUntilItIsKnown()
    {
        var storage = new Outage();
        using var vantage = new LabVantage(
            azurite.Server, _clock, configure: options => options.AddPolicy(storage, HttpPipelinePosition.PerCall));
        var deep = Timed(vantage, "lab", Sample.Noon.AddDays(-1), ProbeDepth.Completion);
        var week = Enumerable.Range(0, 50).Aggregate(UsualTimes.None, (usual, _) => usual.After(deep));
        await vantage.Storage.Baselines.SaveAsync([new() { Healthy = deep, Usual = week }], Stop);
        using var records = vantage.RecordsOf(vantage.Memory);

        storage.IsAway = true;
        await records.BeginAsync(Stop);
        storage.IsAway = false;
        await ProbeAsync(Timed(vantage, "lab", Sample.Noon, ProbeDepth.Authenticated), Timed(vantage, "new", Sample.Noon, ProbeDepth.Completion));

        Assert.Equal((deep.Id, 50), await StoredAsync("lab"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await records.BeginAsync(Stop);
        Assert.Equal(deep.Id, vantage.Memory.BaselineOf(new("lab"))!.Healthy.Id);
        var next = Timed(vantage, "lab", Sample.Noon.AddMinutes(1), ProbeDepth.Completion);
        await ProbeAsync(next);
        Assert.Equal((next.Id, 51), await StoredAsync("lab"));
        Assert.NotNull(await StoredAsync("new"));

        async Task ProbeAsync(params ProbeResult[] results)
        {
            foreach (var result in results)
            {
                vantage.Memory.Time(result);
            }

            records.Learn([.. results.Select(result => new RoundResult(result, IsConfirmation: false))]);
            await records.SaveBaselinesAsync(Stop);
        }

        async Task<(Guid Healthy, int Samples)?> StoredAsync(string route)
        {
            var baselines = await vantage.Storage.Baselines.ReadAsync(vantage.Vantage.Name, Stop);
            var found = baselines.Values.SingleOrDefault(baseline => baseline.Healthy.Route.Name == new RouteName(route));
            return found is null ? null : (found.Healthy.Id, found.Usual.All
                .Where(time => time is { Stage: Stage.Connect, Hour: null, Depth: ProbeDepth.Completion }).Sum(time => time.Time.Count));
        }
    }

    [Fact]
    public async Task Baselines_StorageAwayInARound_AreStoredByTheNext()
    {
        var storage = new Outage();
        using var vantage = new LabVantage(
            azurite.Server, _clock, configure: options => options.AddPolicy(storage, HttpPipelinePosition.PerCall));
        await vantage.Records.BeginAsync(Stop);
        var healthy = Timed(vantage, "lab", Sample.Noon, ProbeDepth.Completion);
        vantage.Records.Learn([new(healthy, IsConfirmation: false)]);

        storage.IsAway = true;
        await vantage.Records.SaveBaselinesAsync(Stop);
        storage.IsAway = false;
        vantage.Records.Learn([new(Timed(vantage, "lab", Sample.Noon.AddMinutes(1), ProbeDepth.Completion), IsConfirmation: false)]);
        await vantage.Records.SaveBaselinesAsync(Stop);

        var stored = await vantage.Storage.Baselines.ReadAsync(vantage.Vantage.Name, Stop);
        Assert.Equal(healthy.Id, Assert.Single(stored.Values).Healthy.Id);
    }

    private static ProbeResult Timed(LabVantage vantage, string route, DateTimeOffset at, ProbeDepth depth) =>
        Sample.Result(route, at: at, depth: depth, vantage: vantage.Vantage) with
        {
            Stages = [new ConnectEvidence { Outcome = StageOutcome.Passed, Duration = TimeSpan.FromMilliseconds(12) }],
        };

    /// <summary>An account that is away when a test says so.</summary>
    private sealed class Outage : HttpPipelinePolicy
    {
        public bool IsAway { get; set; }

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            IsAway ? throw new RequestFailedException(503, "away for a test") : ProcessNextAsync(message, pipeline);

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
