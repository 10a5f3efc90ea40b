using Microsoft.Extensions.Logging;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Retention;
using ProbeFleet.Fleet.Vantages;

namespace ProbeFleet.Functions;

/// <summary>
/// What happens by the clock. Each may run in a process of its own, so each delivers what waits in its own process's spool.
/// </summary>
public sealed partial class Timers(
    VantageRounds rounds, ProbeMailbox mailbox, FleetJudge judge, FleetPurge purge, IdleRounds idle, ResultRecorder recorder,
    OrderlyEnd end, ILogger<Timers> logger)
{
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(20);

    /// <summary>Runs a round.</summary>
    [Function("ProbeOnSchedule")]
    public Task ProbeAsync([TimerTrigger("%ProbeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync("ProbeOnSchedule", rounds.RunScheduledAsync, cancellationToken);

    /// <summary>Answers what the fleet is asked.</summary>
    [Function("ServeProbeRequests")]
    public Task ServeAsync([TimerTrigger("%ServeSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync("ServeProbeRequests", mailbox.ServeAsync, cancellationToken);

    /// <summary>Judges the fleet's incidents, if this app holds the lease.</summary>
    [Function("JudgeOnSchedule")]
    public Task JudgeAsync([TimerTrigger("%JudgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync("JudgeOnSchedule", judge.RunAsync, cancellationToken);

    /// <summary>Deletes what is older than the retention, if this app holds the lease.</summary>
    [Function("PurgeOnSchedule")]
    public Task PurgeAsync([TimerTrigger("%PurgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync("PurgeOnSchedule", purge.RunAsync, cancellationToken);

    /// <summary>Looks at idle connections, of routes that have <c>reuseEvery</c> and are due: each time some minutes of waiting.</summary>
    [Function("ReuseOnSchedule")]
    public Task ReuseAsync(
        [TimerTrigger("0 7,22,37,52 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync("ReuseOnSchedule", idle.RunAsync, cancellationToken);

    /// <summary>A run that a stopping host cut short is no failed invocation.</summary>
    private async Task RunAsync(string function, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        async Task RunAndDeliverAsync(CancellationToken ending)
        {
            await run(ending);
            await recorder.DeliverBesideAsync(DeliveryPatience, ending);
        }

        if (!await end.RunAsync(RunAndDeliverAsync, cancellationToken))
        {
            Log.Stopped(logger, function);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(901, LogLevel.Information, "{Function} ended early: the host stops")]
        public static partial void Stopped(ILogger logger, string function);
    }
}
