using ProbeFleet.Storage.Results;

namespace ProbeFleet.Storage.Baselines;

/// <summary>
/// Table <c>Baselines</c>: one row per vantage and route with a healthy result to compare with and how long the stages usually
/// take. Partition <c>{vantage}</c>, row <c>{route}</c>: a vantage reads its own in one call per 1,000 routes.
/// </summary>
public sealed class BaselineTable
{
    private const string UsualColumn = "Usual";

    private readonly Table _table;

    internal BaselineTable(Table table) => _table = table;

    /// <summary>Replaces baselines: one call per vantage and 100 routes.</summary>
    /// <param name="baselines">At most one per vantage and route.</param>
    /// <exception cref="StorageException">A call failed; save all again.</exception>
    public Task SaveAsync(IReadOnlyList<RouteBaseline> baselines, CancellationToken cancellationToken) =>
        _table.UpsertAsync(baselines.Select(Write), cancellationToken);

    /// <summary>Reads a vantage's baselines, by route.</summary>
    /// <exception cref="StorageException">A call failed.</exception>
    public Task<RowSet<RouteBaseline>> ReadAsync(VantageName vantage, CancellationToken cancellationToken) =>
        _table.ReadAsync($"PartitionKey eq {KeyPart.Of(vantage)}", Read, cancellationToken);

    private static TableEntity Write(RouteBaseline baseline)
    {
        var healthy = baseline.Healthy;
        var row = ResultRow.Write(healthy, KeyPart.Of(healthy.Vantage.Name), KeyPart.Of(healthy.Route.Name));
        TextColumns.Write(row, UsualColumn, UsualTimesText.Write(baseline.Usual));
        return row;
    }

    private static RouteBaseline Read(TableEntity row) => new()
    {
        Healthy = ResultRow.Read(row) is { Outcome: ProbeOutcome.Passed, Variant: null } healthy
            ? healthy
            : throw new FormatException("The result is not a healthy one."),
        Usual = row.Optional<string>(UsualColumn) is null ? UsualTimes.None : UsualTimesText.Read(TextColumns.Read(row, UsualColumn)),
    };
}

/// <summary>The baseline of a route from a vantage.</summary>
public sealed record RouteBaseline
{
    /// <summary>The healthy result to compare with of its vantage and route: it passed and is no variant.</summary>
    /// <exception cref="ArgumentException">The result failed, or is a variant's.</exception>
    public required ProbeResult Healthy
    {
        get;
        init => field = value is { Outcome: ProbeOutcome.Passed, Variant: null }
            ? value
            : throw new ArgumentException("A baseline is made from a passed probe, and not from a variant of one.", nameof(value));
    }

    /// <summary>How long its stages usually take.</summary>
    public UsualTimes Usual { get; init; } = UsualTimes.None;
}
