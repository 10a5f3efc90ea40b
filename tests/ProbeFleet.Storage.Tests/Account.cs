using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace ProbeFleet.Storage.Tests;

/// <summary>
/// The stores of one Azurite, which lives in the clock's time, every HTTP request counted, and its raw tables for looking and for spoiling
/// rows.
/// </summary>
internal sealed class Account(string connectionString, TimeProvider clock) : IDisposable
{
    private readonly TableServiceClient _raw = new(connectionString);
    private readonly Wire _wire = new();
    private TableStores? _stores;

    public TableStores Stores => _stores ??= Another();

    public IReadOnlyList<string> Calls => _wire.Calls;

    /// <summary>Runs after each call.</summary>
    public Action OnCall
    {
        set => _wire.OnCall = value;
    }

    public long BytesSent => _wire.BytesSent;

    public long BytesReceived => _wire.BytesReceived;

    public TableClient Raw(string table) => _raw.GetTableClient(table);

    /// <summary>The same account seen by another process.</summary>
    public TableStores Another() => Another(clock);

    /// <summary>The same account seen by a machine with another clock.</summary>
    public TableStores Another(TimeProvider own) => TableStores.Connect(
        connectionString,
        credential: null,
        own,
        options =>
        {
            options.Transport = StoreTime.By(clock);
            options.AddPolicy(_wire, HttpPipelinePosition.PerRetry);
        });

    public void Forget() => _wire.Forget();

    /// <summary>Changes one column as a stranger would; null takes it away.</summary>
    public async Task SpoilAsync(string table, string partitionKey, string rowKey, string column, object? value)
    {
        var cancel = TestContext.Current.CancellationToken;
        TableEntity row = await Raw(table).GetEntityAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancel);
        row[column] = value;
        await Raw(table).UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace, cancel);
    }

    public void Dispose() => _stores?.Dispose();

    private sealed class Wire : HttpPipelinePolicy
    {
        private readonly List<string> _calls = [];
        private readonly Lock _lock = new();

        public IReadOnlyList<string> Calls
        {
            get
            {
                lock (_lock)
                {
                    return [.. _calls];
                }
            }
        }

        public Action OnCall { get; set; } = () => { };

        public long BytesSent { get; private set; }

        public long BytesReceived { get; private set; }

        public void Forget()
        {
            lock (_lock)
            {
                _calls.Clear();
                (BytesSent, BytesReceived) = (0, 0);
            }
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            lock (_lock)
            {
                _calls.Add($"{message.Request.Method} {message.Request.Uri.Path}");
                BytesSent += message.Request.Content is { } content && content.TryComputeLength(out var length) ? length : 0;
                BytesReceived += message.Response.ContentStream?.Length ?? 0;
            }

            OnCall();
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
