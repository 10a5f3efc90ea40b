using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Leases;
using ProbeFleet.Storage.Requests;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Storage.Retention;

/// <summary>
/// Deletes what is older than the retention: whole UTC days of results, requests with their answers, snapshots, heartbeats, baselines and
/// leases of what has not been heard of since, and closed incidents; open ones stay. What cannot be read of incidents, heartbeats and
/// snapshots goes when it was not written for so long, or nothing would ever be known to be whole again. The small tables are first, so
/// that no backlog of results keeps their rows. A run goes from old to new and may stop anywhere; the next one continues. Two runs at
/// once do no harm.
/// </summary>
internal sealed class RetentionPurge(
    Table results, Table requests, Table snapshots, Table vantages, Table incidents, Table baselines, Table leases, TimeProvider clock)
{
    /// <summary>Sorts after every ID, since IDs are hexadecimal.</summary>
    private const string AfterAllIds = "g";

    /// <summary>Runs once, until nothing is older than the retention or so many rows are deleted.</summary>
    public async Task<PurgeReport> RunAsync(TimeSpan retention, int mostRows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retention, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(mostRows, 1);
        var keptFrom = new DateTimeOffset((clock.GetUtcNow() - retention).UtcDateTime.Date, TimeSpan.Zero);
        var run = new PurgeRun(mostRows);
        await run.DeleteRowsAsync(
            incidents, $"PartitionKey eq {IncidentRow.Partition} and ClosedAt lt {keptFrom}", cancellationToken).ConfigureAwait(false);
        await run.DeleteRowsAsync(
            vantages, $"PartitionKey eq {VantageRow.Partition} and At lt {keptFrom}", cancellationToken).ConfigureAwait(false);
        await run.DeleteRowsAsync(
            snapshots, $"PartitionKey eq {SnapshotRow.Partition} and At lt {keptFrom}", cancellationToken).ConfigureAwait(false);
        await PurgeUnreadableAsync(run, incidents, IncidentRow.Partition, IncidentRow.Read, keptFrom, cancellationToken)
            .ConfigureAwait(false);
        await PurgeUnreadableAsync(run, vantages, VantageRow.Partition, VantageRow.Read, keptFrom, cancellationToken).ConfigureAwait(false);
        await PurgeUnreadableAsync(run, snapshots, SnapshotRow.Partition, SnapshotRow.Read, keptFrom, cancellationToken)
            .ConfigureAwait(false);
        await PurgeBaselinesAsync(run, keptFrom, cancellationToken).ConfigureAwait(false);
        await run.DeleteRowsAsync(
            leases, $"PartitionKey eq {LeaseTable.Partition} and Until lt {keptFrom}", cancellationToken).ConfigureAwait(false);
        await run.DeletePartitionsAsync(requests, partition => AnswerStep(partition, keptFrom), cancellationToken).ConfigureAwait(false);
        var newestToGo = KeyPart.Reverse(keptFrom) + KeyPart.Last;
        await run.DeleteRowsAsync(
            requests, $"PartitionKey eq {RequestRow.Partition} and RowKey gt {newestToGo}", cancellationToken).ConfigureAwait(false);
        await run.DeletePartitionsAsync(results, partition => ResultStep(partition, keptFrom), cancellationToken).ConfigureAwait(false);
        return run.Report;
    }

    private static async Task PurgeUnreadableAsync<T>(
        PurgeRun run, Table table, string partition, Func<TableEntity, T> read, DateTimeOffset keptFrom,
        CancellationToken cancellationToken)
    {
        var untouched = await table.ReadAsync($"PartitionKey eq {partition} and Timestamp lt {keptFrom}", cancellationToken)
            .ConfigureAwait(false);
        await run.DeleteRowsAsync(
            table, untouched.Where(row => RowReader.Read(row, read) is Reading<T>.Unreadable), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A route that is still probed keeps its baseline, however long ago it worked; it has a snapshot.</summary>
    private async Task PurgeBaselinesAsync(PurgeRun run, DateTimeOffset keptFrom, CancellationToken cancellationToken)
    {
        var old = await baselines.ReadAsync($"StartedAt lt {keptFrom}", cancellationToken).ConfigureAwait(false);
        if (old is [])
        {
            return;
        }

        var kept = await snapshots.ReadAsync($"PartitionKey eq {SnapshotRow.Partition}", cancellationToken, select: PurgeRun.Keys)
            .ConfigureAwait(false);
        var probed = kept.Select(row => row.RowKey).ToHashSet(StringComparer.Ordinal);
        await run.DeleteRowsAsync(baselines, old.Where(row => !probed.Contains($"{row.PartitionKey}|{row.RowKey}")), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>A vantage's days sort from old to new, so the rest of the vantage is skipped from its first kept day on.</summary>
    private static (bool IsOld, string After) ResultStep(string partition, DateTimeOffset keptFrom) => ResultKeys.DayOf(partition) switch
    {
        null => (false, partition),
        var (vantage, day) when day >= keptFrom => (false, $"{vantage}|{KeyPart.Last}"),
        _ => (true, partition),
    };

    /// <summary>IDs sort from old to new, so the rest is skipped from the first kept one on. Keys that are no IDs are left alone.</summary>
    private static (bool IsOld, string After) AnswerStep(string partition, DateTimeOffset keptFrom) =>
        Guid.TryParseExact(partition, "D", out var id) && TimeOrderedId.InstantOf(id) is { } made
            ? made < keptFrom ? (true, partition) : (false, AfterAllIds)
            : (false, partition);
}

/// <summary>The outcome of one purge run.</summary>
/// <param name="IsFinished">
/// Whether nothing older than the retention is left, in a second account only if that answered; otherwise run again.
/// </param>
public sealed record PurgeReport(int Rows, bool IsFinished)
{
    /// <summary>Why the second account keeps what is old; null when it was purged, and when there is none.</summary>
    public string? SecondProblem { get; init; }
}
