using Azure;
using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Storage.Incidents;

/// <summary>
/// Table <c>Incidents</c>. Incidents: partition <c>fleet</c>, row <c>{reverse ticks}|{id}</c>, newest first, each changed only against its
/// ETag. The detectors' state: partition <c>detection</c>, row <c>state</c>; each run updates the row <c>judged</c>.
/// </summary>
public sealed class IncidentTable
{
    /// <summary>The maximum number of incidents in one list.</summary>
    public const int MostTop = 1000;

    private readonly Table _table;

    internal IncidentTable(Table table) => _table = table;

    /// <summary>Stores a new incident, or the next version of the one that was read: one call.</summary>
    /// <param name="stored">The incident with the tag that it was read with.</param>
    /// <returns>The incident with its new tag; null when somebody else changed it meanwhile, or stored it first.</returns>
    /// <exception cref="ArgumentException">The id is not of version 7 with the time of <see cref="Incident.OpenedAt"/>.</exception>
    /// <exception cref="StorageException">The call failed.</exception>
    public async Task<StoredIncident?> WriteAsync(StoredIncident stored, CancellationToken cancellationToken)
    {
        var tag = await _table.StoreAsync(IncidentRow.Write(stored), stored.Tag, cancellationToken).ConfigureAwait(false);
        return tag is { } now ? stored with { Tag = now } : null;
    }

    /// <summary>Reads one incident: one call.</summary>
    /// <exception cref="StorageException">The call failed.</exception>
    public Task<Reading<StoredIncident>> FindToChangeAsync(Guid id, CancellationToken cancellationToken) =>
        _table.FindAsync(IncidentRow.Partition, TimeOrderedId.KeyOf(id), IncidentRow.Read, cancellationToken);

    /// <summary>Reads the newest incidents: one call per 1,000 rows looked at.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="top">The most; 1 to <see cref="MostTop"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is out of range.</exception>
    /// <exception cref="StorageException">A call failed.</exception>
    internal Task<RowSet<StoredIncident>> ReadNewestAsync(IncidentState? state, int top, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, MostTop);
        var filter = state is { } only
            ? (FormattableString)$"PartitionKey eq {IncidentRow.Partition} and State eq {WireWord.Of(only)}"
            : $"PartitionKey eq {IncidentRow.Partition}";
        return ReadAsync(filter, cancellationToken, top);
    }

    /// <summary>
    /// Reads what a judge has to do with, newest first: see <see cref="StoredIncident.IsActive"/>. One call per 1,000 rows looked at.
    /// </summary>
    /// <exception cref="StorageException">A call failed.</exception>
    public Task<RowSet<StoredIncident>> ReadActiveAsync(CancellationToken cancellationToken) =>
        ReadAsync($"PartitionKey eq {IncidentRow.Partition} and IsActive eq {true}", cancellationToken);

    /// <summary>Reads what the detectors knew last, with the tag that replaces it: one call.</summary>
    /// <returns>The state and the row's tag, also that of a row that this version cannot read.</returns>
    /// <exception cref="StorageException">The call failed.</exception>
    public async Task<(Reading<DetectionState> State, ETag Tag)> ReadDetectionAsync(CancellationToken cancellationToken)
    {
        var row = await _table.FindAsync(DetectionRow.Partition, DetectionRow.Key, cancellationToken).ConfigureAwait(false);
        return (RowReader.Read(row, DetectionRow.Read), row?.ETag ?? default);
    }

    /// <summary>Says that the fleet was judged now: one call.</summary>
    /// <exception cref="StorageException">The call failed.</exception>
    public Task MarkJudgedAsync(string holder, CancellationToken cancellationToken) =>
        _table.UpsertAsync(DetectionRow.Judged(holder), cancellationToken);

    /// <summary>How long ago the fleet was judged last, both by the store's clock: one call.</summary>
    /// <returns>Null when it never was.</returns>
    /// <exception cref="StorageException">The call failed.</exception>
    public async Task<TimeSpan?> ReadSinceJudgedAsync(CancellationToken cancellationToken)
    {
        var (row, now) = await _table.FindNowAsync(DetectionRow.Partition, DetectionRow.JudgedKey, cancellationToken).ConfigureAwait(false);
        return now - row?.Timestamp;
    }

    /// <summary>Stores what the detectors know: one call.</summary>
    /// <param name="tag">The tag that the last one was read with; the default when there was none.</param>
    /// <returns>Whether it was stored; false when another judge stored one meanwhile.</returns>
    /// <exception cref="StorageException">The call failed.</exception>
    public async Task<bool> WriteDetectionAsync(DetectionState state, ETag tag, CancellationToken cancellationToken) =>
        await _table.StoreAsync(DetectionRow.Write(state), tag, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Reads incidents; each unreadable row is an <see cref="UnreadableIncident"/>.</summary>
    private async Task<RowSet<StoredIncident>> ReadAsync(
        FormattableString filter, CancellationToken cancellationToken, int limit = int.MaxValue)
    {
        var rows = await _table.ReadAsync(filter, cancellationToken, limit).ConfigureAwait(false);
        var read = RowReader.ReadAll(rows, IncidentRow.Read);
        var keys = rows.ToDictionary(row => row.RowKey, StringComparer.Ordinal);
        return read with { Unreadable = [.. read.Unreadable.Select(bad => IncidentRow.Outline(bad, keys[bad.RowKey]))] };
    }
}

/// <summary>An incident that this version cannot read, with what can be told of it all the same.</summary>
public sealed record UnreadableIncident(string PartitionKey, string RowKey, string Reason) : UnreadableRow(PartitionKey, RowKey, Reason)
{
    /// <summary>The incident's ID; null when the row's key has none.</summary>
    public Guid? Id { get; init; }

    /// <summary>When it was opened; null when the row's key does not say.</summary>
    public DateTimeOffset? OpenedAt => Id is { } id ? TimeOrderedId.InstantOf(id) : null;

    /// <summary>Whether it is open, or nothing says that it is not.</summary>
    public bool MayBeOpen { get; init; }

    /// <summary>The suspected component's name; null when the row does not say.</summary>
    public string? Component { get; init; }
}

/// <summary>
/// An incident as it is stored: with what receivers are still to be told, so that neither is ever stored without the other.
/// </summary>
/// <param name="Tag">The row's version; the default for a new incident.</param>
public sealed record StoredIncident(Incident Incident, IReadOnlyList<PendingNotice> Outbox, ETag Tag = default)
{
    /// <summary>Whether a judge has to handle it: it is open, or notices are still to be sent.</summary>
    public bool IsActive => Incident.State is IncidentState.Open || Outbox is not [];
}
