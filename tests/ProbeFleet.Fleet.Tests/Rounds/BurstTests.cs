using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Fleet.Vantages;

namespace ProbeFleet.Fleet.Tests.Rounds;

/// <summary>What follows a first failure. Waits of a burst are over at once; deadlines are not.</summary>
public sealed class BurstTests
{
    private readonly ManualClock _clock = new() { Passes = wait => wait <= TimeSpan.FromMinutes(2) };

    [Fact]
    public async Task FirstFailure_HardFault_IsConfirmedByTwoCheapProbes()
    {
        await using var server = FaultServer.Start(Misbehave.ResetOnAccept);

        var results = await RunAsync(Lab.RouteTo(server.Https()));

        Assert.Equal([false, true, true], results.Select(result => result.IsConfirmation));
        Assert.Equal([ProbeDepth.Completion, ProbeDepth.Path, ProbeDepth.Path], results.Select(result => result.Result.Depth));
        Assert.All(results, result => Assert.Equal(ProbeOutcome.Failed, result.Result.Outcome));
        Assert.Equal([null, null, BurstVerdict.Failing], results.Select(result => result.Result.Burst));
        AssertPauses(results, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task FirstFailure_Blip_IsFollowedByAtMostFifteenProbesAndKept()
    {
        var connections = 0;
        await using var server = FaultServer.Start((connection, stopping) =>
            (Interlocked.Increment(ref connections) == 1 ? Misbehave.CloseBeforeHeaders : Misbehave.Healthy)(connection, stopping));

        var results = await RunAsync(Lab.RouteTo(server.Http()));

        Assert.Equal(ProbeOutcome.Failed, results[0].Result.Outcome);
        Assert.InRange(results.Count - 1, 2, 15);
        Assert.All(results.Skip(1), result => Assert.Equal((ProbeOutcome.Passed, true), (result.Result.Outcome, result.IsConfirmation)));
        Assert.Equal(BurstVerdict.Fine, results[^1].Result.Burst);
    }

    [Fact]
    public async Task FirstFailure_RateLimit_IsNotFollowed()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);
        api.Behave(LabAnswers.Named("openai/rate-limit"));

        var results = await RunAsync(Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI)));

        Assert.Equal(429, Assert.Single(results).Result.Response?.Status);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task FirstFailure_AsksToWait_IsWaitedFor()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);
        api.Behave(LabAnswers.Named("openai/server-error") with { Headers = [new("retry-after", "60")] });

        var results = await RunAsync(Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI)));

        Assert.Equal(3, results.Count);
        AssertPauses(results, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(63));
    }

    [Fact]
    public async Task NextFailure_RouteFailsAlready_IsNotFollowed()
    {
        await using var server = FaultServer.Start(Misbehave.ResetOnAccept);
        var memory = new VantageState();
        memory.Recall([new(new RouteName("lab"), ProbeOutcome.Failed, DateTimeOffset.UtcNow)], []);

        Assert.Single(await RunAsync(Lab.RouteTo(server.Https()), memory));
    }

    [Fact]
    public async Task FirstFailure_ConfigurationWrong_IsNotFollowed()
    {
        var route = Lab.RouteTo(
            new Uri("https://localhost:1/v1")) with
        {
            Credential = new CredentialSource.EnvironmentVariable("NOT_SET"),
        };

        Assert.Single(await RunAsync(route));
    }

    private Task<List<RoundResult>> RunAsync(Route route, VantageState? memory = null) =>
        Lab.RunAsync(Lab.PlanOf(route) with { Confirms = true }, memory, _clock);

    private static void AssertPauses(List<RoundResult> results, TimeSpan least, TimeSpan most) => Assert.All(
        results.Skip(1).Zip(results.Skip(2)),
        pair => Assert.InRange(pair.Second.Result.StartedAt - pair.First.Result.StartedAt, least, most));
}
