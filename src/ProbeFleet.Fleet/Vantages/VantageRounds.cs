using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Telemetry;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>Runs a vantage's rounds, one at a time across processes: configuration, probes, results, spool and heartbeat.</summary>
public sealed partial class VantageRounds(
    RoundTiming timing, RoundLease lease, CurrentConfiguration configuration, RoundRunner runner, ResultRecorder recorder,
    VantageRecords records, ProbeTelemetry telemetry, TimeProvider clock, ILogger<VantageRounds> logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly RoundGate _gate = new();

    /// <summary>The number of rounds that this process skipped since it began, because another one was running.</summary>
    public long Skipped => _gate.Skipped;

    /// <summary>Runs the round that the schedule asks for, a little later than it says: see <see cref="RoundTiming.OffsetOf"/>.</summary>
    public Task<RoundReport> RunScheduledAsync(CancellationToken cancellationToken) =>
        RunAsync(timing.OffsetOf(records.Vantage.Name), cancellationToken);

    /// <summary>Runs a round now, as the schedule would.</summary>
    public Task<RoundReport> RunNowAsync(CancellationToken cancellationToken) => RunAsync(TimeSpan.Zero, cancellationToken);

    private async Task<RoundReport> RunAsync(TimeSpan offset, CancellationToken cancellationToken)
    {
        using var gate = _gate.TryTake();
        if (gate is null)
        {
            Log.Skipped(logger, _gate.Skipped);
            return new RoundReport.Skipped();
        }

        var number = timing.NumberAt(clock.GetUtcNow());
        using var late = new CancellationTokenSource(timing.Deadline, clock);
        var hold = await lease.TryHoldAsync(cancellationToken).ConfigureAwait(false);
        if (hold is null)
        {
            _gate.CountSkipped();
            Log.RunsElsewhere(logger, _gate.Skipped);
            return new RoundReport.Skipped();
        }

        await using (hold.ConfigureAwait(false))
        {
            return await RunAsync(offset, number, late.Token, hold.Lost, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<RoundReport> RunAsync(
        TimeSpan offset, long number, CancellationToken late, CancellationToken lost, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late, lost);
        await Task.Delay(offset, clock, cancellationToken).ConfigureAwait(false);
        if (await configuration.RefreshAsync(cancellationToken).ConfigureAwait(false) is not { } current)
        {
            var problem = configuration.State.Problem!;
            Log.Unconfigured(logger, problem);
            return new RoundReport.Unconfigured(problem);
        }

        await records.BeginAsync(cancellationToken).ConfigureAwait(false);
        var report = await ProbeAsync(current, number, ending.Token, lost, cancellationToken).ConfigureAwait(false);
        await recorder.DeliverAsync(ending.Token).ConfigureAwait(false);
        await records.SaveHeartbeatAsync(
            report, Skipped, recorder.Spool, recorder.State.LastStoredAt, cancellationToken).ConfigureAwait(false);
        return report;
    }

    private async Task<RoundReport.Ran> ProbeAsync(
        FleetConfiguration current, long number, CancellationToken ending, CancellationToken lost, CancellationToken stopping)
    {
        var plan = RoundPlan.Scheduled(current, records.Vantage.Name, number);
        var startedAt = clock.GetUtcNow();
        var trace = RoundTrace.Begin("round", records.Vantage.Name, startedAt);
        Dictionary<RouteName, ProbeOutcome> outcomes = [];
        var count = 0;
        // A round of many batches waits for a silent storage once; what is left, the round's end delivers.
        var isStoring = true;
        await foreach (var batch in runner.RunAsync(plan, ending).InBatchesAsync(Quiet, clock).ConfigureAwait(false))
        {
            telemetry.Publish(batch, trace);
            if (isStoring)
            {
                isStoring = await recorder.RecordAsync(batch, stopping).ConfigureAwait(false);
            }
            else
            {
                recorder.Keep(batch);
            }

            records.Learn(batch);
            count += batch.Count;
            foreach (var result in batch.Where(result => !result.IsConfirmation).Select(result => result.Result))
            {
                outcomes[result.Route.Name] = result.Outcome;
            }
        }

        if (isStoring)
        {
            await records.SaveBaselinesAsync(stopping).ConfigureAwait(false);
        }

        RouteName[] unprobed = [.. plan.Routes.Select(route => route.Name).Where(name => !outcomes.ContainsKey(name))];
        if (unprobed is not [])
        {
            ReportUnprobed(unprobed.Length, plan.Routes.Count, lost, stopping);
        }

        var failed = outcomes.Values.Count(outcome => outcome is ProbeOutcome.Failed);
        var endedAt = clock.GetUtcNow();
        trace.End(endedAt);
        ProbeInstruments.RecordRound(records.Vantage.Name, endedAt - startedAt);
        return new(number, startedAt, endedAt, count, failed, unprobed);
    }

    private void ReportUnprobed(int unprobed, int routes, CancellationToken lost, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            Log.Stopped(logger, unprobed, routes);
        }
        else if (lost.IsCancellationRequested)
        {
            Log.Lost(logger, unprobed, routes);
        }
        else
        {
            Log.CutShort(logger, unprobed, routes);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(301, LogLevel.Warning, "A round is skipped: the one before is still running ({Skipped} skipped since the start)")]
        public static partial void Skipped(ILogger logger, long skipped);

        [LoggerMessage(302, LogLevel.Error, "Nothing is probed: {Problem}")]
        public static partial void Unconfigured(ILogger logger, string problem);

        [LoggerMessage(306, LogLevel.Warning,
            "A round is skipped: another process of the vantage runs one ({Skipped} skipped since the start)")]
        public static partial void RunsElsewhere(ILogger logger, long skipped);

        [LoggerMessage(307, LogLevel.Information,
            "The host stopped in a round: {Unprobed} of {Routes} routes have no result, the others are kept")]
        public static partial void Stopped(ILogger logger, int unprobed, int routes);

        [LoggerMessage(
            308, LogLevel.Warning,
            "Another process of the vantage runs its rounds now, so this one ended: {Unprobed} of {Routes} routes have no result")]
        public static partial void Lost(ILogger logger, int unprobed, int routes);

        [LoggerMessage(303, LogLevel.Warning, "The round's deadline left {Unprobed} of {Routes} routes without a result")]
        public static partial void CutShort(ILogger logger, int unprobed, int routes);
    }
}
