using Azure;
using Azure.Data.Tables;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Storage.Configuration;

/// <summary>Table <c>FleetConfig</c>: the fleet's one configuration. Partition <c>fleet</c>, row <c>current</c>.</summary>
public sealed class ConfigurationTable
{
    internal const string Name = "FleetConfig";

    private const string Partition = "fleet";
    private const string Key = "current";
    private const string JsonColumn = "Json";
    private const string VersionColumn = "Version";
    private const string AppliedAtColumn = "AppliedAt";

    private readonly Table _table;
    private readonly TimeProvider _clock;

    internal ConfigurationTable(Table table, TimeProvider clock) => (_table, _clock) = (table, clock);

    /// <summary>Reads the configuration: one call.</summary>
    /// <param name="known">The tag of the configuration that the caller has; the default when it has none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="StorageException">The call failed: keep the last good configuration.</exception>
    public async Task<ConfigurationReading> ReadAsync(ETag known, CancellationToken cancellationToken)
    {
        var row = await _table.FindAsync(Partition, Key, cancellationToken).ConfigureAwait(false);
        return row is not null && known != default && row.ETag == known
            ? new ConfigurationReading.Unchanged()
            : RowReader.Read(row, Read) switch
            {
                Reading<StoredConfiguration>.Found found => new ConfigurationReading.Changed(found.Value),
                Reading<StoredConfiguration>.Unreadable bad => new ConfigurationReading.Unreadable(bad.Row),
                _ => new ConfigurationReading.Absent(),
            };
    }

    /// <summary>Stores a configuration if it is one, and if nobody else stored another meanwhile.</summary>
    /// <param name="json">The text of a <c>fleet.json</c>.</param>
    /// <param name="expected">The tag of the configuration that this one replaces; null replaces whatever is there.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StorageException">A call failed.</exception>
    public async Task<ConfigurationChange> ApplyAsync(string json, ETag? expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (Violations(json) is { Count: > 0 } violations)
        {
            return new ConfigurationChange.Invalid(violations);
        }

        var before = await _table.FindAsync(Partition, Key, cancellationToken).ConfigureAwait(false);
        if (expected is { } tag && before?.ETag != tag)
        {
            return new ConfigurationChange.Conflict();
        }

        var row = Write(json, VersionOf(before) + 1);
        var stored = before is null
            ? await _table.AddAsync(row, cancellationToken).ConfigureAwait(false)
            : await _table.ReplaceAsync(row, before.ETag, cancellationToken).ConfigureAwait(false);
        return stored is { } now ? new ConfigurationChange.Applied((long)row[VersionColumn]!, now) : new ConfigurationChange.Conflict();
    }

    private static IReadOnlyList<ConfigurationViolation> Violations(string json) => json.Length > TextColumns.MostCharacters - 1_000
        ? [new("$", $"The text has {json.Length} characters; a stored configuration has at most {TextColumns.MostCharacters - 1_000}.")]
        : FleetConfigurationReader.Read(json).Violations;

    private static long VersionOf(TableEntity? row) => row is not null && row.TryGetValue(VersionColumn, out var value) && value is long version ? version : 0;

    private static StoredConfiguration Read(TableEntity row)
    {
        var json = TextColumns.Read(row, JsonColumn);
        var reading = FleetConfigurationReader.Read(json);
        return reading.IsValid
            ? new(reading.Configuration, json, row.Required<long>(VersionColumn), row.Required<DateTimeOffset>(AppliedAtColumn), row.ETag)
            : throw new FormatException(
                $"The stored text breaks {reading.Violations.Count} rules of this version, "
                + $"first: {reading.Violations[0].Path}: {reading.Violations[0].Message}");
    }

    private TableEntity Write(string json, long version)
    {
        var row = new TableEntity(Partition, Key)
        {
            [RowReader.SchemaColumn] = RowReader.Schema,
            [VersionColumn] = version,
            [AppliedAtColumn] = KeyPart.WholeMilliseconds(_clock.GetUtcNow()),
        };
        TextColumns.Write(row, JsonColumn, json);
        return row;
    }
}
