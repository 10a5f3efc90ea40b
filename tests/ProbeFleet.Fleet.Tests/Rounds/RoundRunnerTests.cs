using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Probing.Orders;

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
        await foreach (var (result, _) in new RoundRunner(Lab.Surroundings, Lab.Vantage, new VantageState()).RunAsync(plan, ending.Token))
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
    public async Task RouteWithARuntime_WhereThereIsOne_IsProbedWithIt()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("python3") is not null, "python3 is not installed");
        await using var server = FaultServer.Start(Misbehave.Healthy);
        var path = Path.GetDirectoryName(LabRequirements.PathOf("python3"));

        var surroundings = Lab.Surroundings with { Environment = name => name is "PATH" ? path : Lab.Surroundings.Environment(name) };

        var result = await ProbeWithPythonAsync(server.Http(), surroundings);

        Assert.Equal((ProbeOutcome.Passed, WorkloadRuntime.Python), (result.Outcome, result.Workload?.Runtime));
    }

    [Fact]
    public async Task RouteWithARuntime_WhereNoneMayRun_IsOneResultAndNoException()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);

        var result = await ProbeWithPythonAsync(server.Http(), Lab.Surroundings with { RuntimeRefusal = "this vantage runs .NET alone" });

        Assert.Equal((Cause.ConfigRuntimeNotAvailable, Owner.Configuration), (result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Contains("this vantage runs .NET alone", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Empty(server.Connections);
    }

    [Fact]
    public async Task Concurrency_RoundAndProbesOnDemand_IsNeverExceededByBothTogether()
    {
        var (now, most) = (0, 0);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var other = FaultServer.Start(Misbehave.Healthy);
        await using var server = FaultServer.Start(async (connection, stopping) =>
        {
            var open = Interlocked.Increment(ref now);
            InterlockedMax(ref most, open);
            if (open == 3)
            {
                full.TrySetResult();
            }

            await answers.Task.WaitAsync(stopping);
            Interlocked.Decrement(ref now);
            await Misbehave.Healthy(connection, stopping);
        });
        var routes = Enumerable.Range(1, 12).Select(number => Lab.RouteTo(server.Http(), $"route-{number}"));
        var plan = Lab.PlanOf([.. routes]) with { Concurrency = 3 };
        var runner = new RoundRunner(Lab.Surroundings, Lab.Vantage, new VantageState());
        var running = Task.WhenAll(CountAsync(runner, plan), CountAsync(runner, plan with { IsOnDemand = true }));
        await full.Task;

        // While another runner's probes come and go, a fourth would be there.
        Assert.Equal(5, (await Lab.RunAsync(Lab.PlanOf(Lab.RouteTo(other.Http())) with { Attempts = 5 })).Count);
        answers.SetResult();
        var counts = await running;

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
        var runner = new RoundRunner(Lab.Surroundings, Lab.Vantage, new VantageState());

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
        var memory = new VantageState();
        var healthy = Assert.Single(await Lab.RunAsync(plan, memory));
        Assert.True(memory.Learn(healthy));
        api.Behave(LabAnswers.Named("openai/server-error"));

        var failing = Assert.Single(await Lab.RunAsync(plan, memory)).Result;

        Assert.Equal(healthy.Result.Id, failing.Baseline?.ProbeId);
        Assert.Contains(failing.Baseline!.Changed, fact => fact.Fact == "response.status");
    }

    private static async Task<ProbeResult> ProbeWithPythonAsync(Uri baseUrl, ProbeSurroundings surroundings)
    {
        var plan = Lab.PlanOf([Lab.RouteTo(baseUrl, "workload") with { Runtime = WorkloadRuntime.Python }]);
        await foreach (var (result, _) in new RoundRunner(surroundings, Lab.Vantage, new VantageState()).RunAsync(
            plan, TestContext.Current.CancellationToken))
        {
            return result;
        }

        throw new InvalidOperationException("The round has no result.");
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
