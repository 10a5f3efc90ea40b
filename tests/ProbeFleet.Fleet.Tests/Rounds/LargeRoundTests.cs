using Azure.Core;
using Azure.Core.Pipeline;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Fleet.Tests.Rounds;

/// <summary>A round of more routes than storage takes in one call.</summary>
public sealed class LargeRoundTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Routes = 230;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Round_AHangingRoute_HundredsOfOthersAreStoredBeforeItEnds()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var silent = new SilentPort();

        // A clock that stands: no pause between two results ends a batch.
        using var vantage = new LabVantage(azurite.Server, new ManualClock(DateTimeOffset.UtcNow));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        vantage.Configure("", [Lab.RouteTo(new Uri($"https://localhost:{silent.Number}/v1"), "silent"), .. HealthyRoutes(api)]);

        var running = vantage.Rounds.RunNowAsync(stopping.Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!running.IsCompleted && (await vantage.StoredAsync()).Count < 200)
        {
            patience.Token.ThrowIfCancellationRequested();
        }

        Assert.False(running.IsCompleted);
        await stopping.CancelAsync();
        var report = Assert.IsType<RoundReport.Ran>(await running);
        Assert.Equal(report.Results, (await vantage.StoredAsync()).Count);
    }

    [Fact]
    public async Task Round_StorageIsAway_IsAskedOnceAndAllResultsWaitInTheSpool()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        await using var server = await azurite.StartAnotherAsync(Stop);
        var calls = new BatchCounter();
        using var vantage = new LabVantage(
            server, new ManualClock(DateTimeOffset.UtcNow), configure: options => options.AddPolicy(calls, HttpPipelinePosition.PerCall));
        vantage.Configure("", [.. HealthyRoutes(api)]);
        await server.StopAsync();

        var report = Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));

        Assert.Equal(Routes, report.Results);
        Assert.Equal(Routes, vantage.Spool.State.Results);

        // The first batch, and the delivery at the round's end; baselines wait for a recall.
        Assert.Equal(2, calls.Count);
    }

    private static IEnumerable<Route> HealthyRoutes(LabApi api) =>
        Enumerable.Range(1, Routes).Select(number => Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), $"route-{number}"));

    private sealed class BatchCounter : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => _count;

        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Uri.ToUri().AbsolutePath.EndsWith("$batch", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
