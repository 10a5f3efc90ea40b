using ProbeFleet.Core.Model;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Fleet.Vantages;

namespace ProbeFleet.Fleet.Tests.Rounds;

public sealed class RoundRunnerTests
{
    [Fact]
    public async Task HangingRoute_OtherRoutes_AreHandedOverMeanwhile()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);
        await using var hanging = FaultServer.Start(Misbehave.HeadersNever);
        var healthy = Enumerable.Range(1, 6).Select(number => Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), $"healthy-{number}"));
        var plan = Lab.PlanOf([Lab.RouteTo(hanging.Http(), "hanging"), .. healthy]) with { Concurrency = 2 };
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        List<ProbeResult> seen = [];
        await foreach (var (result, _) in new RoundRunner(Lab.Surroundings, Lab.Vantage, new VantageMemory()).RunAsync(plan, ending.Token))
        {
            seen.Add(result);
            if (seen.Count == 6)
            {
                await ending.CancelAsync();
            }
        }

        Assert.All(seen, result => Assert.Equal(ProbeOutcome.Passed, result.Outcome));
        Assert.DoesNotContain(seen, result => result.Route.Name.ToString() == "hanging");
        Assert.Equal(6, seen.Count);
    }

    [Fact]
    public async Task Concurrency_RoundAndProbesOnDemand_IsNeverExceededByBothTogether()
    {
        var (now, most) = (0, 0);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = FaultServer.Start(async (connection, stopping) =>
        {
            var open = Interlocked.Increment(ref now);
            InterlockedMax(ref most, open);
            if (open == 3)
            {
                all.TrySetResult();
            }

            await all.Task.WaitAsync(stopping);
            Interlocked.Decrement(ref now);
            await Misbehave.Healthy(connection, stopping);
        });
        var routes = Enumerable.Range(1, 12).Select(number => Lab.RouteTo(server.Http(), $"route-{number}"));

        var plan = Lab.PlanOf([.. routes]) with { Concurrency = 3 };
        var runner = new RoundRunner(Lab.Surroundings, Lab.Vantage, new VantageMemory());

        var counts = await Task.WhenAll(CountAsync(runner, plan), CountAsync(runner, plan with { IsOnDemand = true }));

        Assert.Equal([12, 12], counts);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Attempts_Three_AreThreeResults()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);

        var results = await Lab.RunAsync(Lab.PlanOf(Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI))) with { Attempts = 3 });

        Assert.Equal(3, results.Select(result => result.Result.Id).Distinct().Count());
    }

    [Fact]
    public async Task Reader_LeavesEarly_ProbesEnd()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);
        await using var hanging = FaultServer.Start(Misbehave.HeadersNever);
        var plan = Lab.PlanOf(Lab.RouteTo(hanging.Http(), "hanging"), Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "healthy"));
        var runner = new RoundRunner(Lab.Surroundings, Lab.Vantage, new VantageMemory());

        await foreach (var result in runner.RunAsync(plan, TestContext.Current.CancellationToken))
        {
            Assert.Equal("healthy", result.Result.Route.Name.ToString());
            break;
        }
    }

    [Fact]
    public async Task Baseline_KnownRoute_SaysWhatChanged()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);
        var plan = Lab.PlanOf(Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI)));
        var memory = new VantageMemory();
        var healthy = Assert.Single(await Lab.RunAsync(plan, memory));
        Assert.True(memory.Learn(healthy));
        api.Behave(LabAnswers.Named("openai/server-error"));

        var failing = Assert.Single(await Lab.RunAsync(plan, memory)).Result;

        Assert.Equal(healthy.Result.Id, failing.Baseline?.ProbeId);
        Assert.Contains(failing.Baseline!.Changed, fact => fact.Fact == "response.status");
    }

    private static async Task<int> CountAsync(RoundRunner runner, RoundPlan plan)
    {
        var count = 0;
        await foreach (var _ in runner.RunAsync(plan, TestContext.Current.CancellationToken))
        {
            count++;
        }

        return count;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
