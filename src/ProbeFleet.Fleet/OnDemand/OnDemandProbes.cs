using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Probing.Deadlines;

namespace ProbeFleet.Fleet.OnDemand;

/// <summary>Runs probes from this vantage on demand, beside its rounds.</summary>
public sealed class OnDemandProbes(
    RoundRunner runner, ResultRecorder recorder, VantageRecords records, ProbeTelemetry telemetry, TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>How long one run may take: below the mailbox's patience, and below the 230 s of an HTTP call in Azure Functions.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>How long the spool is delivered while a caller waits for the answer.</summary>
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(2);

    private readonly SharedWork<IReadOnlyList<ProbeResult>> _asked = new(
        "on-demand calls", OrderBounds.MostOpen, OrderBounds.MostAMinute, clock);

    /// <summary>
    /// The same as <see cref="RunAsync"/> for who waits for all results: an order that runs here already is joined, and only so many run
    /// and begin in a minute, see <see cref="OrderBounds"/>.
    /// </summary>
    /// <returns>The results; a route that the deadline cut short has none.</returns>
    /// <exception cref="TooManyCallsException">Too many orders are open here, or were given in the last minute.</exception>
    public Task<IReadOnlyList<ProbeResult>> AskAsync(
        FleetConfiguration configuration, OnDemandOrder order, CancellationToken cancellationToken)
    {
        var wanted = $"{order.Depth} {order.Variant} {string.Join(' ', order.Routes)}";
        return _asked.JoinAsync(wanted, token => RunAsync(configuration, order, null, token), cancellationToken);
    }

    /// <summary>
    /// Probes those of the ordered routes that this vantage probes, stores the results, and delivers a little of what waits in the spool.
    /// </summary>
    /// <param name="answer">
    /// Told of results a few at a time as they come; null for nobody. What it does not take it is told again with the next results, and
    /// once more at the end; only then its failure is thrown.
    /// </param>
    /// <returns>The results; a route that the deadline cut short has none.</returns>
    public async Task<IReadOnlyList<ProbeResult>> RunAsync(
        FleetConfiguration configuration, OnDemandOrder order, Func<IReadOnlyList<ProbeResult>, Task>? answer,
        CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Deadline, clock, cancellationToken);
        var plan = RoundPlan.OnDemand(configuration, records.Vantage.Name, order.Routes, order.Depth) with { Variant = order.Variant };
        await records.BeginAsync(cancellationToken).ConfigureAwait(false);
        var trace = RoundTrace.Begin("on-demand probes", records.Vantage.Name, clock.GetUtcNow());
        List<ProbeResult> all = [];
        var isStoring = true;
        List<ProbeResult> untold = [];
        await foreach (var batch in runner.RunAsync(plan, limit.Token).InBatchesAsync(Quiet, clock).ConfigureAwait(false))
        {
            telemetry.Publish(batch, trace);
            ProbeResult[] results = [.. batch.Select(item => item.Result)];
            // Results are stored first, because the caller may not take the answer.
            // A silent storage is waited for once.
            if (isStoring)
            {
                isStoring = await recorder.RecordAsync(batch, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                recorder.Keep(batch);
            }

            all.AddRange(results);
            untold.AddRange(results);

            // Nor is it waited for by the answers, until the end.
            if (answer is not null && isStoring)
            {
                try
                {
                    await answer(untold).ConfigureAwait(false);
                    untold = [];
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // They are told again below.
                }
            }
        }

        trace.End(clock.GetUtcNow());
        await recorder.DeliverBesideAsync(DeliveryPatience, cancellationToken).ConfigureAwait(false);
        if (answer is not null && untold is not [])
        {
            await answer(untold).ConfigureAwait(false);
        }

        return all;
    }
}
