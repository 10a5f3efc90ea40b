using System.Globalization;
using Azure.Data.Tables;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Routes;
using ProbeFleet.Core.Vantages;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Storage.Baselines;

/// <summary>
/// Table <c>Baselines</c>: one row per vantage and route with the last healthy result and recent durations. Partition <c>{vantage}</c>, row
/// <c>{route}</c>: a vantage reads its own in one call per 1,000 routes.
/// </summary>
public sealed class BaselineTable
{
    internal const string Name = "Baselines";

    private const string DurationsColumn = "Durations";

    private readonly Table _table;

    internal BaselineTable(Table table) => _table = table;

    /// <summary>Replaces baselines: one call per vantage and 100 routes.</summary>
    /// <param name="baselines">At most one per vantage and route.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">A call failed; save all again.</exception>
    public async Task SaveAsync(IReadOnlyList<RouteBaseline> baselines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(baselines);
        var rows = baselines.Select(Write).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        foreach (var transaction in Transactions.Of(rows))
        {
            await _table.SubmitAsync(transaction, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a vantage's baselines, by route.</summary>
    /// <param name="vantage">The vantage.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">A call failed.</exception>
    public async Task<RowSet<RouteBaseline>> ReadAsync(VantageName vantage, CancellationToken cancellationToken) =>
        RowReader.ReadAll(await _table.ReadAsync($"PartitionKey eq {KeyPart.Of(vantage)}", cancellationToken).ConfigureAwait(false), Read);

    private static TableEntity Write(RouteBaseline baseline)
    {
        var healthy = baseline.Healthy;
        var row = ResultRow.Write(healthy, KeyPart.Of(healthy.Vantage.Name), KeyPart.Of(healthy.Route.Name));
        row[DurationsColumn] = string.Join(' ', baseline.Durations.Take(RouteBaseline.MostDurations).Select(duration => string.Create(
            CultureInfo.InvariantCulture, $"{ContractWord.Of(duration.Depth)}:{duration.Duration.TotalMilliseconds:0.###}")));
        return row;
    }

    private static RouteBaseline Read(TableEntity row) => new()
    {
        Healthy = ResultRow.Read(row) is { Outcome: ProbeOutcome.Passed } healthy ? healthy : throw new FormatException("The result is not a healthy one."),
        Durations = [.. row.Required<string>(DurationsColumn).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadDuration)],
    };

    private static BaselineDuration ReadDuration(string text) =>
        text.Split(':') is [var depth, var number]
        && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds < 86_400_000
            ? new(ContractWord.Read<ProbeDepth>(DurationsColumn, depth), TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond)))
            : throw new FormatException($"Column {DurationsColumn} holds something that is no duration.");
}
