using Azure.Core;
using Azure.Data.Tables;
using ProbeFleet.Storage.Baselines;
using ProbeFleet.Storage.Configuration;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Leases;
using ProbeFleet.Storage.Requests;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Retention;
using ProbeFleet.Storage.Rows;
using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Storage;

/// <summary>
/// The tables of one account. A call is tried three times with at most 10 s each, so it ends within about half a minute, also when the account is silent.
/// Safe for use by many callers at once.
/// </summary>
public sealed class TableStores : IDisposable
{
    private readonly List<Table> _tables = [];

    private TableStores(TableServiceClient account, TimeProvider clock)
    {
        Endpoint = account.Uri;
        var (results, snapshots, vantages) = (Open(ResultTable.Name), Open(SnapshotTable.Name), Open(VantageTable.Name));
        var (requests, incidents) = (Open(RequestTable.Name), Open(IncidentTable.Name));
        Vantages = new(vantages);
        Results = new(results, Vantages);
        Snapshots = new(snapshots);
        Baselines = new(Open(BaselineTable.Name));
        Configuration = new(Open(ConfigurationTable.Name), clock);
        Requests = new(requests, clock);
        Incidents = new(incidents);
        Leases = new(Open(LeaseTable.Name), clock);
        Retention = new(results, requests, snapshots, vantages, incidents, clock);

        Table Open(string name)
        {
            var table = new Table(account.GetTableClient(name));
            _tables.Add(table);
            return table;
        }
    }

    /// <summary>The account's table endpoint, without a signature.</summary>
    public Uri Endpoint { get; }

    /// <summary>Every probe's result.</summary>
    public ResultTable Results { get; }

    /// <summary>How every route is now.</summary>
    public SnapshotTable Snapshots { get; }

    /// <summary>Who probes.</summary>
    public VantageTable Vantages { get; }

    /// <summary>How routes look when they work.</summary>
    public BaselineTable Baselines { get; }

    /// <summary>What is probed.</summary>
    public ConfigurationTable Configuration { get; }

    /// <summary>The mailbox of probes on demand.</summary>
    public RequestTable Requests { get; }

    /// <summary>What was at fault, and is.</summary>
    public IncidentTable Incidents { get; }

    /// <summary>Who does what only one may do.</summary>
    public LeaseTable Leases { get; }

    /// <summary>Deletes what is too old.</summary>
    public RetentionPurge Retention { get; }

    /// <summary>Opens an account; nothing is sent.</summary>
    /// <param name="connection">
    /// A connection string (or <c>UseDevelopmentStorage=true</c>), or the account's table URL in any cloud:
    /// with a signature (<c>?sv=…&amp;sig=…</c>), or plain and with a credential.
    /// </param>
    /// <param name="credential">The identity, for a plain URL; null for the others.</param>
    /// <param name="clock">The time of leases, configurations and retries of a second account.</param>
    /// <param name="configure">Changes the client's options, such as its transport; null for none.</param>
    /// <exception cref="FormatException">The text names no account, or lacks its credential. The message repeats nothing of it.</exception>
    public static TableStores Connect(
        string? connection, TokenCredential? credential, TimeProvider clock, Action<TableClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var options = new TableClientOptions
        {
            Retry =
            {
                MaxRetries = 2,
                Mode = RetryMode.Exponential,
                Delay = TimeSpan.FromMilliseconds(300),
                MaxDelay = TimeSpan.FromSeconds(2),
                NetworkTimeout = TimeSpan.FromSeconds(10),
            },
        };
        configure?.Invoke(options);
        return new(StorageAddress.Open(connection, credential, options), clock);
    }

    /// <summary>
    /// Makes the tables that are missing. Not needed before use, since a first write makes its table: it tells a missing right early.
    /// </summary>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">A call failed.</exception>
    public async Task CreateTablesAsync(CancellationToken cancellationToken)
    {
        foreach (var table in _tables)
        {
            await table.CreateAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Snapshots.Dispose();
}
