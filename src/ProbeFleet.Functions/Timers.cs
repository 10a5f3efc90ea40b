using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Retention;
using ProbeFleet.Fleet.Rounds;

namespace ProbeFleet.Functions;

/// <summary>What happens by the clock.</summary>
/// <param name="rounds">The rounds.</param>
/// <param name="mailbox">The fleet's mailbox.</param>
/// <param name="judge">The fleet's judge.</param>
/// <param name="purge">What deletes.</param>
public sealed class Timers(VantageRounds rounds, ProbeMailbox mailbox, FleetJudge judge, FleetPurge purge)
{
    /// <summary>Runs a round.</summary>
    /// <param name="timer">The tick.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    [Function("ProbeOnSchedule")]
    public Task ProbeAsync([TimerTrigger("%ProbeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        rounds.RunScheduledAsync(cancellationToken);

    /// <summary>Answers what the fleet is asked.</summary>
    /// <param name="timer">The tick.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    [Function("ServeProbeRequests")]
    public Task ServeAsync([TimerTrigger("%ServeSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        mailbox.ServeAsync(cancellationToken);

    /// <summary>Judges the fleet's incidents, if this app holds the lease.</summary>
    /// <param name="timer">The tick.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    [Function("JudgeOnSchedule")]
    public Task JudgeAsync([TimerTrigger("%JudgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        judge.RunAsync(cancellationToken);

    /// <summary>Deletes what is older than the retention, if this app holds the lease.</summary>
    /// <param name="timer">The tick.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    [Function("PurgeOnSchedule")]
    public Task PurgeAsync([TimerTrigger("%PurgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        purge.RunAsync(cancellationToken);
}
