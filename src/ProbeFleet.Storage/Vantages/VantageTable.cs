namespace ProbeFleet.Storage.Vantages;

/// <summary>Table <c>Vantages</c>: one heartbeat per vantage. Partition <c>fleet</c>, row <c>{vantage}</c>.</summary>
internal sealed class VantageTable(Table table)
{
    /// <summary>Replaces the vantage's heartbeat: one call.</summary>
    public Task SaveAsync(VantageHeartbeat heartbeat, CancellationToken cancellationToken) =>
        table.UpsertAsync(VantageRow.Write(heartbeat), cancellationToken);

    /// <summary>Stores a vantage's first heartbeat: one call. One that is there stays as it is.</summary>
    public Task RegisterAsync(VantageHeartbeat heartbeat, CancellationToken cancellationToken) =>
        table.AddAsync(VantageRow.Write(heartbeat), cancellationToken);

    /// <summary>Reads one vantage: one call.</summary>
    public Task<Reading<VantageHeartbeat>> FindAsync(VantageName vantage, CancellationToken cancellationToken) =>
        table.FindAsync(VantageRow.Partition, KeyPart.Of(vantage), VantageRow.Read, cancellationToken);

    /// <summary>Reads all vantages: one call per 1,000.</summary>
    public Task<RowSet<VantageHeartbeat>> ReadAllAsync(CancellationToken cancellationToken) =>
        table.ReadAsync($"PartitionKey eq {VantageRow.Partition}", VantageRow.Read, cancellationToken);

    /// <summary>The names of all vantages, including those whose heartbeat cannot be read.</summary>
    internal async Task<IReadOnlyList<VantageName>> NamesAsync(CancellationToken cancellationToken)
    {
        var rows = await table.ReadAsync(
            $"PartitionKey eq {VantageRow.Partition}", cancellationToken, select: ["RowKey"]).ConfigureAwait(false);
        return [.. rows.Select(row => row.RowKey).Where(RouteName.IsValid).Select(name => new VantageName(name))];
    }
}
