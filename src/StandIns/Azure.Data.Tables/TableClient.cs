using System.Globalization;
using System.Net;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>One table. Rows are <see cref="TableEntity"/> only; the official package also maps own classes.</summary>
public class TableClient
{
    private readonly TableAccount _account;

    /// <summary>Connects by a connection string.</summary>
    /// <param name="connectionString">An account's connection string, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="tableName">The table's name.</param>
    /// <param name="options">Retries, transport and diagnostics.</param>
    /// <exception cref="FormatException">The connection string lacks a part or has a wrong one.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TableAccount.Parse(connectionString, options), tableName)
    {
    }

    /// <summary>Connects by an identity.</summary>
    /// <param name="endpoint">The account's table endpoint, https.</param>
    /// <param name="tableName">The table's name.</param>
    /// <param name="tokenCredential">The identity.</param>
    /// <param name="options">Retries, transport and diagnostics.</param>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableAccount.WithIdentity(endpoint, tokenCredential, options), tableName)
    {
    }

    /// <summary>Connects by an account key.</summary>
    /// <param name="endpoint">The account's table endpoint.</param>
    /// <param name="tableName">The table's name.</param>
    /// <param name="credential">The account's name and key.</param>
    /// <param name="options">Retries, transport and diagnostics.</param>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TableAccount.WithKey(endpoint, credential, options), tableName)
    {
    }

    internal TableClient(TableAccount account, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _account = account;
        Name = tableName;
    }

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>The table's address, without a signature.</summary>
    public virtual Uri Uri => new(_account.Address(Name));

    /// <summary>A filter with its values written as OData literals, so that no value can change the filter.</summary>
    /// <param name="filter">For example <c>$"PartitionKey eq {partition}"</c>.</param>
    public static string CreateQueryFilter(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return string.Format(CultureInfo.InvariantCulture, filter.Format, [.. filter.GetArguments().Select(ODataLiteral.Of)]);
    }

    /// <summary>Creates the table; one that exists is left as it is.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = _account.Message(RequestMethod.Post, _account.Address("Tables"), EntityJson.TableName(Name));
        message.Request.Headers.Add("Prefer", "return-no-content");
        var response = await _account.SendAsync(message, HttpStatusCode.Conflict, cancellationToken).ConfigureAwait(false);
        return response.Status == (int)HttpStatusCode.Conflict && TableErrorParser.Read(response).Code != "TableAlreadyExists"
            ? throw new RequestFailedException(response)
            : Response.FromValue(new TableItem(Name), response);
    }

    /// <summary>Deletes the table with all its rows; an absent table is no error.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        using var message = _account.Message(RequestMethod.Delete, _account.Address($"Tables('{Name}')"));
        return await _account.SendAsync(message, HttpStatusCode.NotFound, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Inserts a row.</summary>
    /// <typeparam name="T"><see cref="TableEntity"/>.</typeparam>
    /// <param name="entity">The row.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RequestFailedException">409 when the row exists, 400 when it breaks a limit.</exception>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity => SendAsync(TableTransactionActionType.Add, entity, default, alsoFine: null, cancellationToken);

    /// <summary>Inserts a row, or changes the row that is there.</summary>
    /// <typeparam name="T"><see cref="TableEntity"/>.</typeparam>
    /// <param name="entity">The row.</param>
    /// <param name="mode">What happens to properties that <paramref name="entity"/> does not name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RequestFailedException">400 when the row breaks a limit.</exception>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        var action = mode == TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace;
        return SendAsync(action, entity, default, alsoFine: null, cancellationToken);
    }

    /// <summary>Changes a row if it still has the given version.</summary>
    /// <typeparam name="T"><see cref="TableEntity"/>.</typeparam>
    /// <param name="entity">The row.</param>
    /// <param name="ifMatch">The version required, or <see cref="ETag.All"/>.</param>
    /// <param name="mode">What happens to properties that <paramref name="entity"/> does not name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ArgumentException"><paramref name="ifMatch"/> is empty.</exception>
    /// <exception cref="RequestFailedException">412 when the version differs, 404 when there is no such row, 400 when it breaks a limit.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
        {
            throw new ArgumentException("An update needs the version that it changes; ETag.All means any.", nameof(ifMatch));
        }

        var action = mode == TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace;
        return SendAsync(action, entity, ifMatch, alsoFine: null, cancellationToken);
    }

    /// <summary>Deletes a row; an absent row is no error.</summary>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="ifMatch">The version required; the default means any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RequestFailedException">412 when the version differs.</exception>
    public virtual Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        SendAsync(
            TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch, HttpStatusCode.NotFound, cancellationToken);

    /// <summary>Reads one row.</summary>
    /// <typeparam name="T"><see cref="TableEntity"/>.</typeparam>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="select">The properties wanted; null means all.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RequestFailedException">404 when there is no such row.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await ReadAsync(partitionKey, rowKey, select, alsoFine: null, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(EntityJson.ReadEntity<T>(response.Content), response);
    }

    /// <summary>Reads one row if it is there.</summary>
    /// <typeparam name="T"><see cref="TableEntity"/>.</typeparam>
    /// <param name="partitionKey">The partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="select">The properties wanted; null means all.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await ReadAsync(partitionKey, rowKey, select, HttpStatusCode.NotFound, cancellationToken).ConfigureAwait(false);
        return response.Status == (int)HttpStatusCode.NotFound
            ? new AbsentEntity<T>(response)
            : Response.FromValue(EntityJson.ReadEntity<T>(response.Content), response);
    }

    /// <summary>Reads the rows that a filter keeps, page by page, ordered by keys.</summary>
    /// <typeparam name="T"><see cref="TableEntity"/>.</typeparam>
    /// <param name="filter">An OData filter, see <see cref="CreateQueryFilter(FormattableString)"/>; null means all rows.</param>
    /// <param name="maxPerPage">1 to 1,000; null means 1,000.</param>
    /// <param name="select">The properties wanted; null means all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => new EntityPages<T>(_account, Name, filter, maxPerPage, select, cancellationToken);

    /// <summary>Stores all actions or none.</summary>
    /// <param name="transactionActions">1 to 100 actions on different rows of one partition, together up to 4 MiB.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One response per action, in the order given.</returns>
    /// <exception cref="InvalidOperationException">There is no action.</exception>
    /// <exception cref="TableTransactionFailedException">One action was refused; nothing was stored.</exception>
    /// <exception cref="RequestFailedException">The service refused the whole.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var transaction = Transaction.Of([.. transactionActions.Select(action => Change.Of(_account, Name, action))]);
        using var message = _account.Message(RequestMethod.Post, _account.Address("$batch"), transaction.Body, transaction.ContentType);
        var response = await _account.SendAsync(message, alsoFine: null, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(TransactionAnswer.Read(response), response);
    }

    private async Task<Response> SendAsync(
        TableTransactionActionType type, ITableEntity entity, ETag ifMatch, HttpStatusCode? alsoFine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var change = Change.Of(_account, Name, new TableTransactionAction(type, entity, ifMatch));
        using var message = _account.Message(change.Method, change.Address, change.Body);
        foreach (var (name, value) in change.Headers)
        {
            message.Request.Headers.Add(name, value);
        }

        return await _account.SendAsync(message, alsoFine, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Response> ReadAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select, HttpStatusCode? alsoFine, CancellationToken cancellationToken)
    {
        var address = _account.Address(Name, partitionKey, rowKey);
        var query = select is null ? "" : $"?$select={Uri.EscapeDataString(string.Join(',', select))}";
        using var message = _account.Message(RequestMethod.Get, address + query);
        return await _account.SendAsync(message, alsoFine, cancellationToken).ConfigureAwait(false);
    }
}
