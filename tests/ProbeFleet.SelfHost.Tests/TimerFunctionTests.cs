using System.Net;

namespace ProbeFleet.SelfHost.Tests;

public sealed class TimerFunctionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Timer_RunsOnEachTick()
    {
        await using var host = await SampleHost.StartAsync();

        await MoveToTickAsync(host, 10);
        var first = await host.Runs.Ticks.Reader.ReadAsync(Cancellation);
        await MoveToTickAsync(host, 20);
        var second = await host.Runs.Ticks.Reader.ReadAsync(Cancellation);

        Assert.False(first.IsPastDue || second.IsPastDue);
    }

    [Fact]
    public async Task Timer_StillRunning_SkipsItsTicksAndSaysSo()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await SampleHost.StartAsync(runs => runs.Gate = gate.Task);
        await MoveToTickAsync(host, 10);
        await host.Runs.Ticks.Reader.ReadAsync(Cancellation);

        host.Clock.SetUtcNow(SampleHost.Noon.AddSeconds(35));
        gate.SetResult();
        await MoveToTickAsync(host, 40);
        await host.Runs.Ticks.Reader.ReadAsync(Cancellation);

        Assert.False(host.Runs.Ticks.Reader.TryRead(out _));
        Assert.Contains(host.Log.All, line => line.StartsWith(
            "Warning: Timer Tick was still running or late: its ticks after 2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500_000)]
    public async Task Timer_WokenLate_RunsOnceAndIsPastDue(int hours)
    {
        await using var host = await SampleHost.StartAsync();
        await host.Clock.WaitForTimerAsync(SampleHost.Noon.AddSeconds(10), Cancellation);

        host.Clock.SetUtcNow(SampleHost.Noon.AddHours(hours).AddSeconds(5));
        var late = await host.Runs.Ticks.Reader.ReadAsync(Cancellation);
        await host.Clock.WaitForTimerAsync(SampleHost.Noon.AddHours(hours).AddSeconds(10), Cancellation);

        Assert.True(late.IsPastDue);
        Assert.False(host.Runs.Ticks.Reader.TryRead(out _));
    }

    [Theory]
    [InlineData(-7_200)]
    [InlineData(-60)]
    public async Task Timer_ClockSetBack_RunsOnItsNextTick(int seconds)
    {
        await using var host = await SampleHost.StartAsync();
        await MoveToTickAsync(host, 10);
        await host.Runs.Ticks.Reader.ReadAsync(Cancellation);
        await host.Clock.WaitForTimerAsync(SampleHost.Noon.AddSeconds(20), Cancellation);

        // The wait that has begun ends in its time; the tick after it is one of the new clock.
        host.Clock.AdjustTime(host.Clock.GetUtcNow().AddSeconds(seconds));
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await MoveToTickAsync(host, seconds + 30);

        Assert.False((await host.Runs.Ticks.Reader.ReadAsync(Cancellation)).IsPastDue);
        Assert.Contains(host.Log.All, line => line.StartsWith(
            "Warning: The clock was set back, so timer Tick begins anew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Timer_ClockSetBackALittle_RunsNoTickTwice()
    {
        await using var host = await SampleHost.StartAsync();
        await MoveToTickAsync(host, 10);
        await host.Runs.Ticks.Reader.ReadAsync(Cancellation);
        await host.Clock.WaitForTimerAsync(SampleHost.Noon.AddSeconds(20), Cancellation);

        host.Clock.AdjustTime(host.Clock.GetUtcNow().AddSeconds(-3));
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        host.Clock.SetUtcNow(SampleHost.Noon.AddSeconds(20));

        Assert.False((await host.Runs.Ticks.Reader.ReadAsync(Cancellation)).IsPastDue);
        Assert.False(host.Runs.Ticks.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Timer_WithRunOnStartup_RunsAtOnceAndOutlivesItsFailure()
    {
        await using var host = await SampleHost.StartAsync();

        await host.Runs.Boots.Reader.ReadAsync(Cancellation);
        await host.RunNowAsync("Boot");
        await host.Runs.Boots.Reader.ReadAsync(Cancellation);

        Assert.Contains(host.Log.All, line => line.StartsWith("Error: Timer Boot failed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tick", SampleHost.Key, HttpStatusCode.Accepted)]
    [InlineData("Tick", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Absent", SampleHost.Key, HttpStatusCode.NotFound)]
    [InlineData("Echo", SampleHost.Key, HttpStatusCode.NotFound)]
    public async Task RunNow_AnswersByNameAndKey(string function, string key, HttpStatusCode status)
    {
        await using var host = await SampleHost.StartAsync();

        using var answer = await host.RunNowAsync(function, key);

        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.Accepted)
        {
            Assert.False((await host.Runs.Ticks.Reader.ReadAsync(Cancellation)).IsPastDue);
        }
    }

    [Fact]
    public async Task RunNow_WhileTheTimerRuns_RunsAfterwards()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await SampleHost.StartAsync(runs => runs.Gate = gate.Task);
        await MoveToTickAsync(host, 10);
        await host.Runs.Ticks.Reader.ReadAsync(Cancellation);

        using var answer = await host.RunNowAsync("Tick");
        Assert.False(host.Runs.Ticks.Reader.TryRead(out _));
        gate.SetResult();

        await host.Runs.Ticks.Reader.ReadAsync(Cancellation);
    }

    [Fact]
    public async Task Stop_CancelsARunningTimer()
    {
        await using var host = await SampleHost.StartAsync(runs => runs.Gate = new TaskCompletionSource().Task);
        await MoveToTickAsync(host, 10);
        await host.Runs.Ticks.Reader.ReadAsync(Cancellation);

        await host.StopAsync();

        Assert.Contains(host.Log.All, line => line.StartsWith("Information: Timer Tick was cancelled", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "its schedule is the setting 'SampleSchedule', which is not set")]
    [InlineData("every minute", "its schedule is not NCRONTAB with 5 or 6 fields")]
    [InlineData("99 * * * *", "its schedule is not NCRONTAB")]
    public void Build_WithAWrongSchedule_NamesTheFunctionAndTheFault(string schedule, string fault)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => SampleHost.Build("--SampleSchedule", schedule));

        Assert.StartsWith($"Function 'Tick': {fault}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedule_OfFiveFields_CountsMinutes()
    {
        await using var host = await SampleHost.StartAsync("--SampleSchedule", "*/5 * * * *");

        await MoveToTickAsync(host, 300);

        await host.Runs.Ticks.Reader.ReadAsync(Cancellation);
    }

    private static async Task MoveToTickAsync(SampleHost host, int seconds)
    {
        var tick = SampleHost.Noon.AddSeconds(seconds);
        await host.Clock.WaitForTimerAsync(tick, Cancellation);
        host.Clock.SetUtcNow(tick);
    }
}
