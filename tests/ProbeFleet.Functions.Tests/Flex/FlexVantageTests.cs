using System.Text.Json;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.Functions.Tests.Flex;

/// <summary>
/// No function relies on what another one left in memory: each timer has a process of its own, and HTTP functions have two.
/// </summary>
public sealed class FlexVantageTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Days_WithRestarts_EveryRoundIsProbedAndOldResultsArePurged()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("old", Url(api)));
        var (rounds, mailbox, judge, purge, http) =
            (flex.Start("rounds"), flex.Start("mailbox"), flex.Start("judge"), flex.Start("purge"), flex.Start("http"));
        var beganAt = flex.Clock.GetUtcNow();
        for (var day = 0; day < 4; day++)
        {
            await PassDayAsync(flex, rounds, mailbox, judge);
            await purge.PurgeAsync();
            Assert.Equal(200, (await http.HealthAsync()).Status);
            Assert.All([rounds, mailbox, judge], process => Assert.DoesNotContain(process.Logged, IsTrouble));
            (rounds, mailbox, judge) = (flex.Start("rounds"), flex.Start("mailbox"), flex.Start("judge"));
        }

        Assert.Equal(4 * 24, api.Requests.Count);
        var kept = await flex.Storage.QueryResultsAsync(
            new() { Vantage = flex.Name, From = beganAt, To = flex.Clock.GetUtcNow().AddDays(1), Top = 1000 }, Stop);
        Assert.Equal(new DateTimeOffset(flex.Clock.GetUtcNow().AddDays(-2).UtcDateTime.Date, TimeSpan.Zero), Day(
            kept.Results.Min(result => result.StartedAt)));
        Assert.All([purge, http], process => Assert.DoesNotContain(process.Logged, IsTrouble));
    }

    [Fact]
    public async Task ScaleOut_ThenAnotherConfiguration_EveryProcessGoesOnForADayWithoutTheOldRoute()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var old = await LabApi.StartAsync(new(), Stop);
        await using var next = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("old", Url(old)));
        var (rounds, mailbox, judge) = (flex.Start("rounds"), flex.Start("mailbox"), flex.Start("judge"));
        var (http, second) = (flex.Start("http"), flex.Start("http-2"));
        await rounds.ProbeAsync();
        Assert.Equal((200, 200), ((await http.ProbeNowAsync("old")).Status, (await second.ProbeNowAsync("old")).Status));
        var before = old.Requests.Count;
        await flex.ApplyAsync(("next", Url(next)));
        flex.Clock.Advance(TimeSpan.FromSeconds(30));
        await AssertChangedAsync([http, second], rounds, mailbox);

        await PassDayAsync(flex, rounds, mailbox, judge);

        Assert.Equal(before, old.Requests.Count);
        Assert.Equal((200, 200), ((await http.HealthAsync()).Status, (await second.HealthAsync()).Status));
        Assert.All([rounds, mailbox, judge, http, second], process => Assert.DoesNotContain(process.Logged, IsTrouble));
    }

    [Fact]
    public async Task Configuration_Changed_ActsInEachProcessWithinAMinuteAndItsRemovedRouteIsNotProbed()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var old = await LabApi.StartAsync(new(), Stop);
        await using var next = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("old", Url(old)));
        var (rounds, mailbox, https) = (flex.Start("rounds"), flex.Start("mailbox"), new[] { flex.Start("http"), flex.Start("http-2") });
        await rounds.ProbeAsync();
        foreach (var http in https)
        {
            Assert.Equal(200, (await http.ProbeNowAsync("old")).Status);
            Assert.Equal(200, (await http.LocateAsync()).Status);
        }

        Assert.Equal(1, await AskFleetAsync(https[0], mailbox, "old"));
        var before = old.Requests.Count;
        await flex.ApplyAsync(("next", Url(next)));
        flex.Clock.Advance(TimeSpan.FromSeconds(30));

        await AssertChangedAsync(https, rounds, mailbox);
        Assert.Equal(before, old.Requests.Count);
    }

    [Fact]
    public async Task OnDemand_RouteConfiguredAMomentAgo_IsKnownAtOnce()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("old", Url(api)));
        var http = flex.Start("http");
        Assert.Equal(400, (await http.ProbeNowAsync("next")).Status);

        await flex.ApplyAsync(("old", Url(api)), ("next", Url(api)));

        Assert.Equal(200, (await http.ProbeNowAsync("next")).Status);
    }

    [Fact]
    public async Task Rounds_OfThreeProcesses_NeverOverlap()
    {
        using var flex = new FlexVantage(azurite.Server.ConnectionString);
        var (now, most, answered) = (0, 0, 0);
        await using var server = FaultServer.Start(async (connection, stopping) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            await Misbehave.Answer()(connection, stopping);
            Interlocked.Increment(ref answered);
            Interlocked.Decrement(ref now);
        });
        await flex.ApplyAsync(("a", server.Http()));
        FlexProcess[] processes = [flex.Start("rounds"), flex.Start("http"), flex.Start("http-2")];

        var answers = await Task.WhenAll(processes.Select(process => Task.Run(async () =>
        {
            List<int> statuses = [];
            for (var round = 0; round < 20; round++)
            {
                statuses.Add((await process.RoundAsync()).Status);
            }

            return statuses;
        })));

        Assert.Equal(1, most);
        Assert.All(answers.SelectMany(statuses => statuses), status => Assert.True(status is 200 or 409, $"{status}"));
        var ran = answers.Sum(statuses => statuses.Count(status => status == 200));
        Assert.InRange(ran, 1, 60);
        Assert.True(answered >= ran, $"{answered} probes of {ran} rounds were answered.");
    }

    [Fact]
    public async Task Round_WhileAnotherProcessRunsOne_IsSkippedAndCountedAndNextTimeRuns()
    {
        using var flex = new FlexVantage(azurite.Server.ConnectionString);
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = FaultServer.Start(async (connection, stopping) =>
        {
            reached.TrySetResult();
            await goOn.Task.WaitAsync(stopping);
            await Misbehave.Answer()(connection, stopping);
        });
        await flex.ApplyAsync(("a", server.Http()));
        var (rounds, http) = (flex.Start("rounds"), flex.Start("http"));
        var running = rounds.ProbeAsync();
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.Equal(409, (await http.RoundAsync().WaitAsync(TimeSpan.FromMinutes(1), Stop)).Status);
        await http.ProbeAsync();
        Assert.Equal(2, JsonElement.Parse((await http.HealthAsync()).Body).GetProperty("roundsSkipped").GetInt64());
        goOn.SetResult();
        await running;

        Assert.Equal(200, (await http.RoundAsync()).Status);
        Assert.True(server.Connections.Count >= 2, "Each of the two rounds probed.");
    }

    [Fact]
    public async Task OnDemand_StorageAway_IsDeliveredByTheProcessThatProbed()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var (rounds, http, second) = (flex.Start("rounds"), flex.Start("http"), flex.Start("http-2"));
        Assert.Equal(200, (await http.ProbeNowAsync("a")).Status);
        Assert.Equal(200, (await second.ProbeNowAsync("a")).Status);
        await server.StopAsync();
        Assert.Equal(200, (await http.ProbeNowAsync("a")).Status);
        Assert.Equal(200, (await http.ProbeNowAsync("a")).Status);
        Assert.Equal(200, (await second.ProbeNowAsync("a")).Status);
        Assert.Equal((2, 1), (http.Spool.Results, second.Spool.Results));

        await server.StartAsync(Stop);
        flex.Clock.Advance(TimeSpan.FromMinutes(1));
        await rounds.ProbeAsync();
        Assert.Equal((2, 1), (http.Spool.Results, second.Spool.Results));
        Assert.Equal(200, (await http.HealthAsync()).Status);
        Assert.Equal(200, (await second.ProbeNowAsync("a")).Status);

        Assert.Equal((0, 0), (http.Spool.Results, second.Spool.Results));
        var stored = await flex.Storage.QueryResultsAsync(
            new()
            {
                Vantage = flex.Name,
                From = flex.Clock.GetUtcNow().AddDays(-1),
                To = flex.Clock.GetUtcNow().AddDays(1),
                Top = 1000
            }, Stop);
        Assert.Equal(7, stored.Results.Select(result => result.Id).Distinct().Count());
    }

    [Fact]
    public async Task Baseline_OfTheRoundsProcess_IsWhatAnotherComparesWith()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var (rounds, http) = (flex.Start("rounds"), flex.Start("http"));
        await rounds.ProbeAsync();
        Assert.Equal(await NewestAsync(), await BaselineIdAsync());

        // A baseline is written anew after an hour: by the rounds, whose process is not this one.
        for (var hour = 0; hour < 3; hour++)
        {
            flex.Clock.Advance(FlexVantage.Interval);
            await rounds.ProbeAsync();
        }

        var newest = await NewestAsync();
        Assert.Equal(newest, await BaselineIdAsync());

        async Task<string> BaselineIdAsync() =>
            JsonElement.Parse((await http.ProbeNowAsync("a")).Body).GetProperty("results")[0].GetProperty("baseline").GetProperty("probeId")
                .GetString()!;

        async Task<string> NewestAsync()
        {
            var baselines = await flex.Storage.Baselines.ReadAsync(flex.Name, Stop);
            return Assert.Single(baselines.Values).Healthy.Id.ToString();
        }
    }

    [Fact]
    public async Task Timers_HostStops_AreOneLineOfInformation()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var flex = new FlexVantage(server.ConnectionString);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await flex.ApplyAsync(("a", Url(api)));
        var stopped = new CancellationToken(canceled: true);
        foreach (var run in new Func<FlexProcess, Task>[]
        {
            process => process.ProbeAsync(stopped),
            process => process.ServeAsync(stopped),
            process => process.JudgeAsync(stopped),
            process => process.PurgeAsync(stopped),
        })
        {
            var process = flex.Start("stopping");
            await run(process);

            Assert.EndsWith("ended early: the host stops", Assert.Single(process.Logged), StringComparison.Ordinal);
            Assert.StartsWith("Information", process.Logged[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Round_HostStopsInIt_SaysThatAndNotThatTheDeadlineCame()
    {
        using var flex = new FlexVantage(azurite.Server.ConnectionString);
        var reached = new TaskCompletionSource();
        await using var hanging = FaultServer.Start(async (_, stopping) =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, stopping);
        });
        await flex.ApplyAsync(("a", hanging.Http()));
        var rounds = flex.Start("rounds");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = rounds.ProbeAsync(stopping.Token);
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop);

        await stopping.CancelAsync();
        await running;

        Assert.Contains(rounds.Logged, line => line.StartsWith(
            "Information: The host stopped in a round: 1 of 1 routes", StringComparison.Ordinal));
        Assert.DoesNotContain(rounds.Logged, IsTrouble);
    }

    private static async Task AssertChangedAsync(FlexProcess[] https, FlexProcess rounds, FlexProcess mailbox)
    {
        foreach (var http in https)
        {
            var (status, body) = await http.ProbeNowAsync("old");
            Assert.Equal(
                (400, "No route is named 'old'."),
                (status, JsonElement.Parse(body).TryGetProperty("errors", out var errors) ? errors[0].GetString() : body));
            Assert.Equal(200, (await http.ProbeNowAsync("next")).Status);
        }

        Assert.Equal(1, await AskFleetAsync(https[0], mailbox, "next"));
        await rounds.ProbeAsync();
    }

    /// <summary>How many results the fleet gave.</summary>
    private static async Task<int> AskFleetAsync(FlexProcess http, FlexProcess mailbox, string route)
    {
        var (status, body) = await http.ProbeNowAsync(route, "fleet");
        Assert.Equal(202, status);
        await mailbox.ServeAsync();
        var answer = await http.StatusOfAsync(Text(body, "id"));
        Assert.True(answer.GetProperty("isFinished").GetBoolean());
        return answer.GetProperty("results").GetArrayLength();
    }

    private static Uri Url(LabApi api) => api.BaseUrl(LabPersona.OpenAI);

    private static DateTimeOffset Day(DateTimeOffset at) => new(at.UtcDateTime.Date, TimeSpan.Zero);

    private static string Text(string json, string member) => JsonElement.Parse(json).GetProperty(member).GetString()!;

    private static bool IsTrouble(string line) =>
        line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal);

    private static async Task PassDayAsync(FlexVantage flex, FlexProcess rounds, FlexProcess mailbox, FlexProcess judge)
    {
        for (var hour = 0; hour < 24; hour++)
        {
            flex.Clock.Advance(FlexVantage.Interval);
            await Task.WhenAll(rounds.ProbeAsync(), mailbox.ServeAsync(), judge.JudgeAsync());
        }
    }
}
