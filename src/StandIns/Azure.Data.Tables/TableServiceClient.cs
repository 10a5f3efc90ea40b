using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>The tables of one account.</summary>
public class TableServiceClient
{
    private readonly TableAccount _account;

    /// <summary>Connects by a connection string.</summary>
    /// <param name="connectionString">An account's connection string, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="options">Retries, transport and diagnostics.</param>
    /// <exception cref="FormatException">The connection string lacks a part or has a wrong one.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
        : this(TableAccount.Parse(connectionString, options))
    {
    }

    /// <summary>Connects by an identity.</summary>
    /// <param name="endpoint">The account's table endpoint, https.</param>
    /// <param name="tokenCredential">The identity.</param>
    /// <param name="options">Retries, transport and diagnostics.</param>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableAccount.WithIdentity(endpoint, tokenCredential, options))
    {
    }

    /// <summary>Connects by an account key.</summary>
    /// <param name="endpoint">The account's table endpoint.</param>
    /// <param name="credential">The account's name and key.</param>
    /// <param name="options">Retries, transport and diagnostics.</param>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
        : this(TableAccount.WithKey(endpoint, credential, options))
    {
    }

    /// <summary>Connects by a shared access signature.</summary>
    /// <param name="endpoint">The account's table endpoint with the signature as its query.</param>
    /// <param name="options">Retries, transport and diagnostics.</param>
    public TableServiceClient(Uri endpoint, TableClientOptions? options = null)
        : this(TableAccount.WithSignature(endpoint, options))
    {
    }

    private TableServiceClient(TableAccount account) => _account = account;

    /// <summary>The account's table endpoint, without a signature.</summary>
    public virtual Uri Uri => _account.Endpoint;

    /// <summary>A client of one table; nothing is sent.</summary>
    /// <param name="tableName">The table's name.</param>
    public virtual TableClient GetTableClient(string tableName) => new(_account, tableName);

    /// <summary>Creates a table; one that exists is left as it is.</summary>
    /// <param name="tableName">3 to 63 letters and digits, a letter first.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Deletes a table with all its rows; an absent table is no error.</summary>
    /// <param name="tableName">The table's name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);
}
