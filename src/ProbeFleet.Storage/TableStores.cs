using Azure.Core;
using ProbeFleet.Storage.Baselines;
using ProbeFleet.Storage.Configuration;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Leases;
using ProbeFleet.Storage.Requests;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Retention;
using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Storage;

/// <summary>The tables of one account, for <see cref="FleetStorage"/>.</summary>
internal sealed class TableStores : IDisposable
{
    private TableStores(TableServiceClient account, TimeProvider clock)
    {
        Endpoint = account.Uri;
        var (results, snapshots, vantages) = (Open("ProbeResults"), Open("RouteSnapshots"), Open("Vantages"));
        var (requests, incidents) = (Open("ProbeRequests"), Open("Incidents"));
        var (baselines, leases) = (Open("Baselines"), Open("Leases"));
        Vantages = new(vantages);
        Results = new(results, Vantages);
        Snapshots = new(snapshots);
        Baselines = new(baselines);
        Configuration = new(Open("FleetConfig"), clock);
        Requests = new(requests, clock);
        Incidents = new(incidents);
        Leases = new(leases, clock);
        Retention = new(results, requests, snapshots, vantages, incidents, baselines, leases, clock);

        Table Open(string name) => new(account.GetTableClient(name));
    }

    public Uri Endpoint { get; }

    public ResultTable Results { get; }

    public SnapshotTable Snapshots { get; }

    public VantageTable Vantages { get; }

    public BaselineTable Baselines { get; }

    public ConfigurationTable Configuration { get; }

    public RequestTable Requests { get; }

    public IncidentTable Incidents { get; }

    public LeaseTable Leases { get; }

    public RetentionPurge Retention { get; }

    /// <summary>Opens an account: see <see cref="FleetStorage.Connect"/>.</summary>
    public static TableStores Connect(
        string? connection, TokenCredential? credential, TimeProvider clock, Action<TableClientOptions>? configure = null)
    {
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

    public void Dispose() => Snapshots.Dispose();
}
