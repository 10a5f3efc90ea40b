using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.Benchmarks.Probes;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Model;
using ProbeFleet.FaultLab;
using ProbeFleet.Fleet.Processes;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Storage;

namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>A vantage's rounds of one size in a process of their own, so that peak memory is theirs alone.</summary>
internal static class RoundWorker
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>Runs the rounds and prints the figures as JSON.</summary>
    public static async Task<int> RunAsync(
        string routes, string rounds, string baseUrl, string account, CancellationToken cancellationToken)
    {
        var (size, count) = (int.Parse(routes, CultureInfo.InvariantCulture), int.Parse(rounds, CultureInfo.InvariantCulture));
        using var folder = LabFolder.Create("benchmark");
        var traffic = new TableTraffic();
        using var storage = FleetStorage.Connect(
            account, null, TimeProvider.System, options => options.AddPolicy(traffic, HttpPipelinePosition.PerRetry));
        var round = Round(size, new Uri(baseUrl), storage, folder);
        (long Calls, long Bytes) before = default;
        var figures = await RoundMeter.MeasureAsync(
            size, count, Environment.ProcessId, round, () => before = traffic.Total, cancellationToken);
        var (calls, bytes) = traffic.Total;
        Console.Out.WriteLine(JsonSerializer.Serialize(figures with
        {
            TableCalls = (double)(calls - before.Calls) / count,
            TableKiB = (bytes - before.Bytes) / 1024.0 / count,
        }));
        return 0;
    }

    /// <summary>
    /// What a quiet round of the app does: probes, results and snapshots stored as they come, what was learned, the heartbeat.
    /// </summary>
    private static Func<CancellationToken, Task> Round(int size, Uri baseUrl, FleetStorage storage, LabFolder folder)
    {
        var surroundings = WarmComparison.Surroundings;
        var vantage = WarmComparison.Request(baseUrl).Vantage with { Name = new VantageName($"benchmark-{size}") };
        var memory = new VantageState();
        var spool = new ResultSpool(folder.Path, SpoolBounds.Default, surroundings.Clock, NullLogger<ResultSpool>.Instance);
        var recorder = new ResultRecorder(storage, spool, surroundings.Clock, NullLogger<ResultRecorder>.Instance);
        var heartbeat = new StoredHeartbeat(vantage, ProcessIdentity.Open(folder.Path, vantage), storage, surroundings.Clock);
        var records = new VantageRecords(
            vantage, new(TimeSpan.FromMinutes(1)), memory, storage, heartbeat, surroundings, NullLogger<VantageRecords>.Instance);
        var runner = new RoundRunner(surroundings, vantage, memory);
        var plan = new RoundPlan
        {
            Routes = [.. Enumerable.Range(0, size).Select(
                number => WarmComparison.Request(baseUrl).Route with { Name = new RouteName($"route-{number}") })],
            Depth = ProbeDepth.Completion,
            Budget = ProbeBudget.From(new ProbeSettings()),
            Attempts = 1,
            Concurrency = RoundMeter.Concurrency,
        };
        return async cancellationToken =>
        {
            await records.BeginAsync(cancellationToken);
            var startedAt = surroundings.Clock.GetUtcNow();
            var count = 0;
            await foreach (var batch in runner.RunAsync(plan, cancellationToken).InBatchesAsync(Quiet, surroundings.Clock))
            {
                await recorder.RecordAsync(batch, cancellationToken);
                records.Learn(batch);
                Require(batch, recorder);
                count += batch.Count;
            }

            await records.SaveBaselinesAsync(cancellationToken);
            var ran = new RoundReport.Ran(1, startedAt, surroundings.Clock.GetUtcNow(), count, 0, []);
            await records.SaveHeartbeatAsync(ran, 0, spool.State, recorder.State.LastStoredAt, cancellationToken);
        };
    }

    private static void Require(IEnumerable<RoundResult> results, ResultRecorder recorder)
    {
        if (results.FirstOrDefault(result => result.Result.Outcome is not ProbeOutcome.Passed) is { } failed)
        {
            throw new InvalidOperationException($"The benchmark's route is not healthy: {failed.Result.Diagnosis.Summary}");
        }

        if (recorder.State.Problem is { } problem)
        {
            throw new InvalidOperationException($"The benchmark's storage does not take results: {problem}");
        }
    }
}
