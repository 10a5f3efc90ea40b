using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Storage;

namespace ProbeFleet.Functions;

/// <summary>What happens by the clock.</summary>
/// <param name="rounds">The rounds.</param>
/// <param name="mailbox">The fleet's mailbox.</param>
/// <param name="configuration">What the fleet probes, and how long it is kept.</param>
/// <param name="stores">What is purged.</param>
public sealed class Timers(VantageRounds rounds, ProbeMailbox mailbox, CurrentConfiguration configuration, TableStores stores)
{
    /// <summary>About ten minutes of deletions; the next run goes on.</summary>
    private const int MostRows = 100_000;

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

    /// <summary>Deletes what is older than the retention. Two vantages at once do no harm.</summary>
    /// <param name="timer">The tick.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    [Function("PurgeOnSchedule")]
    public async Task PurgeAsync([TimerTrigger("%PurgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (configuration.State.Configuration is { } current)
        {
            await stores.Retention.RunAsync(current.Retention, MostRows, cancellationToken).ConfigureAwait(false);
        }
    }
}
