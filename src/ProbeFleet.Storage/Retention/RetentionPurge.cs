using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Requests;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Storage.Retention;

/// <summary>
/// Deletes what is older than the retention: whole UTC days of results, requests with their answers, snapshots and heartbeats of what has
/// not been heard of since, and closed incidents; open ones stay. A run goes from old to new and may stop anywhere; the next one continues.
/// Two runs at once do no harm.
/// </summary>
public sealed class RetentionPurge
{
    /// <summary>Sorts after every ID, since IDs are hexadecimal.</summary>
    private const string AfterAllIds = "g";

    private readonly Table _results;
    private readonly Table _requests;
    private readonly Table _snapshots;
    private readonly Table _vantages;
    private readonly Table _incidents;
    private readonly TimeProvider _clock;

    internal RetentionPurge(Table results, Table requests, Table snapshots, Table vantages, Table incidents, TimeProvider clock) =>
        (_results, _requests, _snapshots, _vantages, _incidents, _clock) = (results, requests, snapshots, vantages, incidents, clock);

    /// <summary>Runs once.</summary>
    /// <param name="retention">How long is kept; at least one day.</param>
    /// <param name="mostRows">The run stops when it has deleted so many, give or take a batch of 100; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The retention is under one day, or <paramref name="mostRows"/> under 1.</exception>
    /// <exception cref="StorageException">A call failed; what was deleted is deleted, run again.</exception>
    public async Task<PurgeReport> RunAsync(TimeSpan retention, int mostRows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retention, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(mostRows, 1);
        var keptFrom = new DateTimeOffset((_clock.GetUtcNow() - retention).UtcDateTime.Date, TimeSpan.Zero);
        var run = new PurgeRun(mostRows);
        await run.DeletePartitionsAsync(_results, partition => ResultStep(partition, keptFrom), cancellationToken).ConfigureAwait(false);
        await run.DeletePartitionsAsync(_requests, partition => AnswerStep(partition, keptFrom), cancellationToken).ConfigureAwait(false);
        var newestToGo = KeyPart.Reverse(keptFrom) + KeyPart.Last;
        await run.DeleteRowsAsync(
            _requests, $"PartitionKey eq {RequestRow.Partition} and RowKey gt {newestToGo}", cancellationToken).ConfigureAwait(false);
        await run.DeleteRowsAsync(
            _snapshots, $"PartitionKey eq {SnapshotRow.Partition} and At lt {keptFrom}", cancellationToken).ConfigureAwait(false);
        await run.DeleteRowsAsync(
            _vantages, $"PartitionKey eq {VantageRow.Partition} and At lt {keptFrom}", cancellationToken).ConfigureAwait(false);
        await run.DeleteRowsAsync(
            _incidents, $"PartitionKey eq {IncidentRow.Partition} and ClosedAt lt {keptFrom}", cancellationToken).ConfigureAwait(false);
        return run.Report;
    }

    /// <summary>A vantage's days sort from old to new, so the rest of the vantage is skipped from its first kept day on.</summary>
    private static PurgeStep ResultStep(string partition, DateTimeOffset keptFrom) => ResultKeys.DayOf(partition) switch
    {
        null => new(IsOld: false, partition),
        var (vantage, day) when day >= keptFrom => new(IsOld: false, $"{vantage}|{KeyPart.Last}"),
        _ => new(IsOld: true, partition),
    };

    /// <summary>IDs sort from old to new, so the rest is skipped from the first kept one on. Keys that are no IDs are left alone.</summary>
    private static PurgeStep AnswerStep(string partition, DateTimeOffset keptFrom) =>
        Guid.TryParseExact(partition, "D", out var id) && TimeOrderedId.InstantOf(id) is { } made
            ? made < keptFrom ? new(IsOld: true, partition) : new(IsOld: false, AfterAllIds)
            : new(IsOld: false, partition);
}
