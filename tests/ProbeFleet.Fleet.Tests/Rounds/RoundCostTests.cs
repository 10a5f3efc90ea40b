using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Fleet.Tests.Rounds;

public sealed class RoundCostTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Round_ThirtyRoutes_IsOneCallForResultsAndOneForSnapshots()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);
        var calls = new CallRecorder();

        // A clock that stands: no pause between two results is long enough to store them apart.
        var clock = new ManualClock();
        using var vantage = new LabVantage(
            azurite.Server, clock, configure: options => options.AddPolicy(calls, HttpPipelinePosition.PerRetry));
        vantage.Configure("",
            [.. Enumerable.Range(1, 30).Select(number => Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), $"route-{number}"))]);
        Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(TestContext.Current.CancellationToken));
        calls.Seen.Clear();
        clock.Advance(TimeSpan.FromMinutes(1));

        var report = Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(TestContext.Current.CancellationToken));

        Assert.Equal(30, report.Results);
        Assert.Equal(2, calls.Seen.Count(call => call.EndsWith("$batch", StringComparison.Ordinal)));
        Assert.True(calls.Seen.Count == 6, string.Join('\n', calls.Seen));
    }

    private sealed class CallRecorder : HttpPipelineSynchronousPolicy
    {
        public ConcurrentQueue<string> Seen { get; } = [];

        public override void OnSendingRequest(HttpMessage message) =>
            Seen.Enqueue($"{message.Request.Method} {message.Request.Uri.ToUri().AbsolutePath}");
    }
}
