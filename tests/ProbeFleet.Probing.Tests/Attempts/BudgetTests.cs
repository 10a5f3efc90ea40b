using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>Each stall ends when its own budget does, and is named: the clock moves only when the stalled stage has begun.</summary>
public sealed class BudgetTests
{
    private static readonly ProbeBudget Budget = new(
        TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(60));

    [Fact]
    public async Task TlsStall_TlsBudgetSpent_EndsInSecure()
    {
        await using var server = FaultServer.Start(Misbehave.StallAfterAccept);

        await AssertEndsAsync(server.Https(), Stage.Secure, Budget.Tls);
    }

    [Fact]
    public async Task HeadersNever_HeaderBudgetSpent_EndsInRespond()
    {
        await using var server = FaultServer.Start(Misbehave.HeadersNever.OverTls(LabTrust.Server));

        await AssertEndsAsync(server.Https(), Stage.Respond, Budget.Headers);
    }

    [Fact]
    public async Task BodyStall_WholeBudgetSpent_EndsInAnswer()
    {
        await using var server = FaultServer.Start(Misbehave.BodyStall);

        await AssertEndsAsync(server.Http(), Stage.Answer, Budget.Total);
    }

    [Fact]
    public async Task BodyDrip_WholeBudgetSpent_EndsInAnswer()
    {
        await using var server = FaultServer.Start(Misbehave.BodyDrip(TimeSpan.FromMilliseconds(50)));

        await AssertEndsAsync(server.Http(), Stage.Answer, Budget.Total);
    }

    [Fact]
    public async Task CallerCancels_StalledProbe_SaysCancelled()
    {
        await using var server = FaultServer.Start(Misbehave.HeadersNever);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var progress = new Watch(stage =>
        {
            if (stage is Stage.Respond)
            {
                caller.Cancel();
            }
        });

        var result = await new RouteProber(Probe.Surroundings).ProbeAsync(Probe.Of(server.Http()), progress, caller.Token);

        Assert.Equal(FailureKind.Cancelled, result.FailureAt(Stage.Respond)!.Kind);
    }

    /// <summary>A credential has a budget of its own, as one of a managed identity that answers late.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CredentialThatTakesLongerThanAConnectionMay_AddressInPlaceOfAName_HasTheWholeConnectBudget(bool isProxied)
    {
        var clock = new ManualClock();
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var proxy = FaultServer.Start(FaultProxy.Working);
        var request = Probe.Of(isProxied ? server.Https() : server.Https(host: "127.0.0.1")) with { Budget = Budget };

        var result = await (isProxied ? request.Through(new($"http://127.0.0.1:{proxy.Endpoint.Port}")) : request).RunAsync(
            Probe.Surroundings with
            {
                Clock = clock,
                Environment = name =>
                {
                    clock.Advance(name is "LAB_OPENAI_KEY" ? Budget.Connect : TimeSpan.Zero);
                    return Probe.Surroundings.Environment(name);
                },
            });

        result.AssertPassed();
        Assert.InRange(result.Find<CredentialEvidence>()!.Duration!.Value, Budget.Connect, Budget.Headers);
    }

    private static async Task AssertEndsAsync(Uri url, Stage stage, TimeSpan budget)
    {
        var clock = new ManualClock();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var progress = new Watch(begun =>
        {
            if (begun == stage)
            {
                reached.TrySetResult();
            }
        });
        var probing = new RouteProber(Probe.Surroundings with { Clock = clock })
            .ProbeAsync(Probe.Of(url) with { Budget = Budget }, progress, TestContext.Current.CancellationToken);

        await Task.WhenAny(reached.Task, probing);
        clock.Advance(budget - TimeSpan.FromTicks(1));
        Assert.False(probing.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));
        var result = await probing.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(stage, result.Break);
        Assert.Equal(FailureKind.TimedOut, result.FailureAt(stage)!.Kind);
        Assert.Equal(budget, result.Duration);
    }

    private sealed class Watch(Action<Stage> begun) : IProgress<Stage>
    {
        public void Report(Stage value) => begun(value);
    }
}
