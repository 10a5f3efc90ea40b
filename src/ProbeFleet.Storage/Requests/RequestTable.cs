using Azure;
using ProbeFleet.Storage.Results;

namespace ProbeFleet.Storage.Requests;

/// <summary>
/// Table <c>ProbeRequests</c>, the mailbox. Requests: partition <c>requests</c>, row <c>{reverse ticks}|{id}</c>. A request's progress:
/// partition <c>{id}</c>, row <c>{vantage}</c> for the claim, which is inserted once, and <c>{vantage}|{probe id}</c> for each result.
/// </summary>
public sealed class RequestTable
{
    private readonly Table _table;
    private readonly TimeProvider _clock;

    internal RequestTable(Table table, TimeProvider clock) => (_table, _clock) = (table, clock);

    /// <summary>Leaves a request: one call; leaving it again changes nothing.</summary>
    /// <exception cref="ArgumentException">The id is not of version 7.</exception>
    /// <exception cref="StorageException">The call failed.</exception>
    public Task CreateAsync(OnDemandRequest request, CancellationToken cancellationToken) =>
        _table.AddAsync(RequestRow.Write(request), cancellationToken);

    /// <summary>The requests made since an instant, newest first: one call per 1,000. How a vantage looks into the mailbox.</summary>
    /// <exception cref="StorageException">A call failed.</exception>
    public Task<RowSet<OnDemandRequest>> ReadSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var oldest = $"{KeyPart.Reverse(since)}|{KeyPart.Last}";
        return _table.ReadAsync($"PartitionKey eq {RequestRow.Partition} and RowKey lt {oldest}", RequestRow.Read, cancellationToken);
    }

    /// <summary>
    /// Takes a vantage's part: one call, and one more when it is taken. Who takes it again after a call that failed learns whether that
    /// one had taken it.
    /// </summary>
    /// <param name="holder">Who takes it, and nobody else has this name; at most 200 characters are kept.</param>
    /// <returns>Whether it is the holder's: true for exactly one holder, each time it asks.</returns>
    /// <exception cref="StorageException">A call failed; the part may be taken nonetheless.</exception>
    public async Task<bool> TryClaimAsync(Guid id, VantageName vantage, string holder, CancellationToken cancellationToken)
    {
        var claim = new RequestClaim(vantage, holder.Length > 200 ? holder[..200] : holder, _clock.GetUtcNow(), CompletedAt: null);
        var row = RequestRow.Claim(id, claim);
        return await _table.AddAsync(row, cancellationToken).ConfigureAwait(false) is not null
            || (await _table.FindAsync(row.PartitionKey, row.RowKey, RequestRow.ReadClaim, cancellationToken).ConfigureAwait(false)
                is Reading<RequestClaim>.Found { Value.Holder: var current } && current == claim.Holder);
    }

    /// <summary>Stores results of a vantage's part, which are visible at once; storing one again changes nothing.</summary>
    /// <param name="vantage">The vantage, which has claimed its part.</param>
    /// <param name="results">The results; may be empty for a last answer.</param>
    /// <param name="isLast">Whether the part is complete with them.</param>
    /// <exception cref="StorageException">A call failed (answer again), or the part was never claimed.</exception>
    public async Task AnswerAsync(
        Guid id, VantageName vantage, IReadOnlyList<ProbeResult> results, bool isLast, CancellationToken cancellationToken)
    {
        var key = KeyPart.Of(vantage);
        var rows = results.DistinctBy(result => result.Id)
            .Select(result => ResultRow.Write(result, id.ToString(), $"{key}|{result.Id}"))
            .Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        foreach (var transaction in Transactions.Split(isLast ? rows.Append(Completion(id, key)) : rows))
        {
            if (await _table.SubmitAsync(transaction, cancellationToken).ConfigureAwait(false) is null)
            {
                throw new StorageException(StorageFailure.Refused, $"Vantage {vantage} answers request {id} without a claim.");
            }
        }
    }

    /// <summary>How many vantages have answered their part in full: one call.</summary>
    /// <exception cref="StorageException">The call failed.</exception>
    public async Task<int> CountAnswersAsync(Guid id, CancellationToken cancellationToken)
    {
        var since = DateTimeOffset.UnixEpoch;
        var claims = await _table.ReadAsync(
            $"PartitionKey eq {id.ToString()} and CompletedAt gt {since}", cancellationToken, select: [RequestRow.CompletedAtColumn])
                .ConfigureAwait(false);
        return claims.Count;
    }

    /// <summary>Reads a request with all that came of it: two calls, and one more per 1,000 results.</summary>
    /// <exception cref="StorageException">A call failed.</exception>
    public async Task<Reading<RequestProgress>> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var key = TimeOrderedId.KeyOf(id);
        return await _table.FindAsync(RequestRow.Partition, key, RequestRow.Read, cancellationToken).ConfigureAwait(false) switch
        {
            Reading<OnDemandRequest>.Found found => new Reading<RequestProgress>.Found(
                await ReadPartsAsync(found.Value, cancellationToken).ConfigureAwait(false)),
            Reading<OnDemandRequest>.Unreadable bad => new Reading<RequestProgress>.Unreadable(bad.Row),
            _ => new Reading<RequestProgress>.Absent(),
        };
    }

    private async Task<RequestProgress> ReadPartsAsync(OnDemandRequest request, CancellationToken cancellationToken)
    {
        var parts = await _table.ReadAsync($"PartitionKey eq {request.Id.ToString()}", cancellationToken).ConfigureAwait(false);
        var claims = RowReader.ReadAll(parts.Where(RequestRow.IsClaim), RequestRow.ReadClaim);
        var results = RowReader.ReadAll(parts.Where(part => !RequestRow.IsClaim(part)), ResultRow.Read);
        return new(request, claims.Values, results.Values, [.. claims.Unreadable, .. results.Unreadable]);
    }

    private TableTransactionAction Completion(Guid id, string key) => new(
        TableTransactionActionType.UpdateMerge,
        new TableEntity(id.ToString(), key) { [RequestRow.CompletedAtColumn] = KeyPart.WholeMilliseconds(_clock.GetUtcNow()) },
        ETag.All);
}
