using System.Diagnostics.CodeAnalysis;
using System.Net;
using Azure;

namespace ProbeFleet.Storage.Rows;

/// <summary>
/// One table. Failed calls throw <see cref="StorageException"/>; a missing table is created by a write and empty to a read.
/// </summary>
/// <remarks>The SDK makes a row that it reads by reflection: without the attribute the native file would lack what makes it.</remarks>
[method: DynamicDependency(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor, typeof(TableEntity))]
internal sealed class Table(TableClient client)
{
    private const string TableNotFound = "TableNotFound";

    /// <summary>The rows of one call's answer at most.</summary>
    private const int PageRows = 1000;

    /// <summary>Inserts the row; null when the key is taken.</summary>
    public Task<ETag?> AddAsync(TableEntity row, CancellationToken cancellationToken) =>
        ChangeAsync(row, () => client.AddEntityAsync(row, cancellationToken), cancellationToken);

    /// <summary>Inserts the row for the default tag, or replaces the version with this one; null when there is another.</summary>
    public Task<ETag?> StoreAsync(TableEntity row, ETag before, CancellationToken cancellationToken) => before == default
        ? AddAsync(row, cancellationToken)
        : ChangeAsync(row, () => client.UpdateEntityAsync(row, before, TableUpdateMode.Replace, cancellationToken), cancellationToken);

    public Task UpsertAsync(TableEntity row, CancellationToken cancellationToken) =>
        ChangeAsync(row, () => client.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);

    /// <summary>Inserts or replaces rows: one call per partition and 100 rows. A call that fails leaves those after it undone.</summary>
    public async Task UpsertAsync(IEnumerable<TableEntity> rows, CancellationToken cancellationToken)
    {
        var actions = rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        foreach (var transaction in Transactions.Split(actions))
        {
            await SubmitAsync(transaction, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the version with this ETag; false when the row has another version. A missing row counts as deleted.</summary>
    public async Task<bool> DeleteAsync(string partitionKey, string rowKey, ETag tag, CancellationToken cancellationToken) =>
        await ChangeAsync(() => client.DeleteEntityAsync(partitionKey, rowKey, tag, cancellationToken), cancellationToken)
            .ConfigureAwait(false) is not null;

    /// <summary>Stores all actions or none; returns the rows' new ETags in order, or null when a row had another version.</summary>
    public async Task<IReadOnlyList<ETag>?> SubmitAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        RowLimits.Check(client.Name, actions);
        IReadOnlyList<ETag> tags = [];
        var changed = await ChangeAsync(
            async () =>
            {
                var answer = await client.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
                tags = [.. answer.Value.Select(part => part.Headers.ETag ?? default)];
                return answer.GetRawResponse();
            },
            cancellationToken).ConfigureAwait(false);
        return changed is null ? null : tags;
    }

    public async Task<TableEntity?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        (await GetAsync(partitionKey, rowKey, cancellationToken).ConfigureAwait(false)).Row;

    /// <summary>Reads what a row says; a null key is no row's.</summary>
    public async Task<Reading<T>> FindAsync<T>(
        string partitionKey, string? rowKey, Func<TableEntity, T> read, CancellationToken cancellationToken) =>
        RowReader.Read(rowKey is null ? null : await FindAsync(partitionKey, rowKey, cancellationToken).ConfigureAwait(false), read);

    /// <summary>Reads a row, and the time by storage's clock: a whole second, from the response's Date.</summary>
    public async Task<(TableEntity? Row, DateTimeOffset Now)> FindNowAsync(
        string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var (row, date) = await GetAsync(partitionKey, rowKey, cancellationToken).ConfigureAwait(false);
        return (row, date ?? throw new StorageException(
            StorageFailure.Refused, $"Storage does not say what time it is (table {client.Name}): its answer has no Date."));
    }

    /// <summary>Reads the rows that match the filter, ordered by keys, at most <paramref name="limit"/>.</summary>
    public async Task<List<TableEntity>> ReadAsync(
        FormattableString filter, CancellationToken cancellationToken, int limit = int.MaxValue, IEnumerable<string>? select = null)
    {
        var rows = new List<TableEntity>();
        await ReadPagesAsync(
            filter,
            page =>
            {
                rows.AddRange(page.Take(limit - rows.Count));
                return rows.Count < limit;
            },
            cancellationToken,
            Math.Min(limit, PageRows),
            select).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Hands over the rows that match the filter, ordered by keys, a page at a time, so that not all have to be held.</summary>
    /// <param name="take">Takes a page, and says whether another is wanted.</param>
    public Task ReadPagesAsync(
        FormattableString filter, Func<IReadOnlyList<TableEntity>, bool> take, CancellationToken cancellationToken,
        int pageRows = PageRows, IEnumerable<string>? select = null) =>
        FailureReader.GuardAsync(
            client.Name,
            async () =>
            {
                var pages = client.QueryAsync<TableEntity>(TableClient.CreateQueryFilter(filter), pageRows, select, cancellationToken);
                try
                {
                    await foreach (var page in pages.AsPages().ConfigureAwait(false))
                    {
                        if (!take(page.Values))
                        {
                            return false;
                        }
                    }
                }
                catch (RequestFailedException missing) when (missing.ErrorCode is TableNotFound)
                {
                }

                return true;
            },
            cancellationToken);

    /// <summary>Reads what the rows say that match the filter, ordered by keys, at most <paramref name="limit"/>.</summary>
    public async Task<RowSet<T>> ReadAsync<T>(
        FormattableString filter, Func<TableEntity, T> read, CancellationToken cancellationToken, int limit = int.MaxValue) =>
        RowReader.ReadAll(await ReadAsync(filter, cancellationToken, limit).ConfigureAwait(false), read);

    private Task<(TableEntity? Row, DateTimeOffset? Date)> GetAsync(
        string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        FailureReader.GuardAsync(
            client.Name,
            async () =>
            {
                var answer = await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, select: null, cancellationToken)
                    .ConfigureAwait(false);
                return (answer.HasValue ? answer.Value : null, answer.GetRawResponse().Headers.Date);
            },
            cancellationToken);

    private Task<ETag?> ChangeAsync(TableEntity row, Func<Task<Response>> change, CancellationToken cancellationToken)
    {
        RowLimits.Check(client.Name, row);
        return ChangeAsync(change, cancellationToken);
    }

    private Task<ETag?> ChangeAsync(Func<Task<Response>> change, CancellationToken cancellationToken) =>
        FailureReader.GuardAsync(
            client.Name,
            async () =>
            {
                try
                {
                    return await OnceAsync(change).ConfigureAwait(false);
                }
                catch (RequestFailedException missing) when (missing.ErrorCode is TableNotFound)
                {
                    await CreateAsync(cancellationToken).ConfigureAwait(false);
                    return await OnceAsync(change).ConfigureAwait(false);
                }
            },
            cancellationToken);

    // The SDK's CreateIfNotExistsAsync writes its request by reflection, which the native file lacks.
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException other) when (other.ErrorCode is "TableAlreadyExists")
        {
            // Another writer made it first.
        }
    }

    private static async Task<ETag?> OnceAsync(Func<Task<Response>> change)
    {
        try
        {
            return (await change().ConfigureAwait(false)).Headers.ETag ?? default(ETag);
        }
        catch (RequestFailedException other) when (IsOtherVersion(other))
        {
            return null;
        }
    }

    private static bool IsOtherVersion(RequestFailedException error) => (HttpStatusCode)error.Status switch
    {
        HttpStatusCode.Conflict => error.ErrorCode is "EntityAlreadyExists",
        HttpStatusCode.PreconditionFailed => true,
        HttpStatusCode.NotFound => error.ErrorCode is not TableNotFound,
        _ => false,
    };
}
