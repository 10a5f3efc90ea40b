using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.Incidents.Notifications;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Functions.Settings;

namespace ProbeFleet.Functions.Observation;

/// <summary>
/// Whether this vantage works: by its stored heartbeat, since the process that is asked need not be the one that runs its rounds, and by
/// what this process knows of itself.
/// </summary>
public sealed class VantageHealth(
    Vantage vantage, VantageSettings settings, StoredHeartbeat heartbeat, VantageRecords records, VantageRounds rounds, JudgeWatch judge,
    CurrentConfiguration configuration, NoticeSender notices, ResultRecorder recorder, TimeProvider clock)
{
    private const int MostRounds = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    /// <summary>
    /// How it is now, within 2 s: a few calls to storage, and none when it was asked a moment ago; also delivers a little of what waits in
    /// this process's spool. Since the last round three may have been due: timers have died silently after deployments. As far ahead of the
    /// clock it says as little of whether rounds run.
    /// </summary>
    public async Task<HealthReport> ReportAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        var said = heartbeat.State;

        // This process's own heartbeat is older than its state; another process's heartbeat adds to this one's state.
        var other = said.IsOwn ? null : said.Newest;
        var spool = recorder.Spool;
        var dropped = spool.Dropped + (other?.SpoolDropped ?? 0);
        string[] stopped = [.. Stopped(said).OfType<string>()];
        string[] impaired = [.. Impaired(said, other?.SpoolDepth ?? 0, dropped).OfType<string>()];
        return new(
            Status: stopped is not [] ? HealthStatus.Unhealthy : impaired is not [] ? HealthStatus.Degraded : HealthStatus.Healthy,
            Problems: [.. stopped, .. impaired],
            Vantage: vantage.Name.ToString(),
            App: vantage.Runtime.App,
            LastRoundAt: said.Newest?.LastRoundAt,
            LastRoundResults: said.Newest?.LastRoundResults ?? 0,
            RoundsSkipped: rounds.Skipped + (other?.RoundsSkipped ?? 0),
            LastStoredAt: Later(recorder.State.LastStoredAt, said.Newest?.LastStoredAt),
            SpoolResults: spool.Results + (other?.SpoolDepth ?? 0),
            SpoolBytes: spool.Bytes + (other?.SpoolBytes ?? 0),
            SpoolDropped: dropped,
            SpoolQuarantined: spool.Quarantined + (other?.SpoolQuarantined ?? 0));
    }

    /// <summary>Callers give up after some seconds: while storage is silent, the known state is returned and the reads continue.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(
                configuration.ReadAsync(CancellationToken.None),
                ReadHeartbeatAsync(),
                judge.ReadAsync(CancellationToken.None),
                recorder.DeliverBesideAsync(DeliveryPatience, CancellationToken.None)).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
        }
    }

    private async Task ReadHeartbeatAsync()
    {
        if (await heartbeat.ReadAsync(CancellationToken.None) is { Newest: null, Problem: null })
        {
            // From now on the fleet expects its first round, even if this process is replaced again and again.
            await records.BeginAsync(CancellationToken.None);
        }
    }

    private IEnumerable<string?> Stopped(HeartbeatState said)
    {
        // A vantage that has never run a round is known since its registration, or since this process began.
        var last = said.Newest?.LastRoundAt ?? said.Newest?.At ?? _startedAt;
        var (age, most) = (clock.GetUtcNow() - last, settings.Timing.Rounds(last, MostRounds));
        return
        [
            configuration.State is { Configuration: null, Problem: { } problem } ? $"There is nothing to probe by: {problem}" : null,
            IsKnown(said) && age.Duration() > most
                ? $"{AgeText(age)}, and {MostRounds} are due within {Seconds(most)} s: did the timer die? POST /api/rounds runs one."
                : null,
        ];
    }

    private IEnumerable<string?> Impaired(HeartbeatState said, int waitingElsewhere, long dropped) =>
    [
        configuration.State is { Configuration: not null, Problem: { } problem }
            ? $"The configuration is the last good one: {problem}" : null,
        IsKnown(said) ? null
            : $"Whether rounds run in another process is not known, because the vantage's heartbeat cannot be read: {said.Problem}",
        recorder.State is { FailingSince: { } since, Problem: var why }
            ? $"Results go to the spool since {since.UtcDateTime:O}: {why}" : null,
        waitingElsewhere > 0 ? $"{waitingElsewhere} results waited in the spool of the process that ran the last round." : null,
        settings.ExpectedVantages is [] || settings.ExpectedVantages.Contains(vantage.Name) ? null
            : $"PROBEFLEET_EXPECTED_VANTAGES does not list {vantage.Name}: nobody would notice its silence.",
        judge.Unjudged is { } unjudged
            ? $"No app of the fleet has judged incidents for {Seconds(unjudged)} s: their logs say why." : null,
        dropped > 0 ? $"{dropped} results were lost: the spool's bound or its disk." : null,
        .. (configuration.State.Configuration?.Incidents.Notify ?? []).Select(notices.ProblemOfKey).OfType<string>().Distinct()
            .Select(problem => $"A receiver of notifications would not be told: {problem}."),
    ];

    /// <summary>While storage is away, only the process that ran the last round knows when that was.</summary>
    private static bool IsKnown(HeartbeatState said) => said.Problem is null || said.IsOwn;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private static string AgeText(TimeSpan age) => age < TimeSpan.Zero
        ? $"The last round is {Seconds(-age)} s ahead of this machine's clock"
        : $"The last round is {Seconds(age)} s old";

    private static string Seconds(TimeSpan time) => Math.Round(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
