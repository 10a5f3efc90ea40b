using System.Globalization;
using Azure;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Storage.Configuration;

/// <summary>
/// Table <c>FleetConfig</c>: the fleet's configuration in partition <c>fleet</c>, row <c>current</c>, and the newest of those that it
/// replaced in rows <c>version|NUMBER</c>.
/// </summary>
public sealed class ConfigurationTable
{
    private const string Partition = "fleet";
    private const string Key = "current";
    private const string JsonColumn = "Json";
    private const string VersionColumn = "Version";
    private const string AppliedAtColumn = "AppliedAt";
    private const string ByColumn = "By";
    private const string Replaced = "version|";
    private const int MostByCharacters = 200;

    /// <summary>How many versions are kept, including the current one.</summary>
    public const int MostVersions = 20;

    private static readonly string[] OutlineColumns =
        [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey), RowReader.SchemaColumn, VersionColumn, AppliedAtColumn, ByColumn];

    private readonly Table _table;
    private readonly TimeProvider _clock;

    internal ConfigurationTable(Table table, TimeProvider clock) => (_table, _clock) = (table, clock);

    /// <summary>Reads the configuration: one call. Where it is unreadable, keep the last good one.</summary>
    /// <param name="known">The tag of the configuration that the caller has; the default when it has none.</param>
    /// <returns>Null when it still has the caller's tag: nothing was parsed.</returns>
    /// <exception cref="StorageException">The call failed: keep the last good configuration.</exception>
    public async Task<Reading<StoredConfiguration>?> ReadAsync(ETag known, CancellationToken cancellationToken)
    {
        var row = await _table.FindAsync(Partition, Key, cancellationToken).ConfigureAwait(false);
        return row is not null && row.ETag == known ? null : RowReader.Read(row, Read);
    }

    /// <summary>The versions that are kept, the newest first, without their texts: one call.</summary>
    /// <exception cref="StorageException">The call failed.</exception>
    public async Task<RowSet<ConfigurationVersion>> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        var rows = await _table.ReadAsync($"PartitionKey eq {Partition}", cancellationToken, select: OutlineColumns).ConfigureAwait(false);
        var versions = RowReader.ReadAll(rows, row =>
            new ConfigurationVersion(
                row.Required<long>(VersionColumn), row.Required<DateTimeOffset>(AppliedAtColumn), row.Optional<string>(ByColumn)));
        return versions with { Values = [.. versions.Values.OrderByDescending(version => version.Version)] };
    }

    /// <summary>The text of a kept version, valid or not by today's rules: at most two calls.</summary>
    /// <exception cref="StorageException">A call failed.</exception>
    public async Task<Reading<string>> FindTextAsync(long version, CancellationToken cancellationToken)
    {
        var current = await _table.FindAsync(Partition, Key, cancellationToken).ConfigureAwait(false);
        var row = VersionOf(current) == version
            ? current
            : await _table.FindAsync(Partition, KeyOf(version), cancellationToken).ConfigureAwait(false);
        return RowReader.Read(row, found => TextColumns.Read(found, JsonColumn));
    }

    /// <summary>Stores a configuration if it is one, and if it replaces the one that the caller means. What it replaces is kept.</summary>
    /// <param name="json">The text of a <c>fleet.json</c>.</param>
    /// <param name="expected">
    /// The tag of the configuration that this one replaces; null where there is none yet; <see cref="ETag.All"/> replaces whatever is
    /// there.
    /// </param>
    /// <param name="by">Who applies it, for the history; what is beyond 200 characters is cut.</param>
    /// <exception cref="StorageException">A call failed.</exception>
    public async Task<ConfigurationChange> ApplyAsync(string json, ETag? expected, string by, CancellationToken cancellationToken)
    {
        if (Violations(json) is { Count: > 0 } violations)
        {
            return new ConfigurationChange.Invalid(violations);
        }

        var before = await _table.FindAsync(Partition, Key, cancellationToken).ConfigureAwait(false);
        if (expected != ETag.All && before?.ETag != expected)
        {
            return new ConfigurationChange.Conflict();
        }

        var row = Write(json, VersionOf(before) + 1, by);
        var stored = before is null
            ? await _table.AddAsync(row, cancellationToken).ConfigureAwait(false)
            : await ReplaceAsync(row, before, cancellationToken).ConfigureAwait(false);
        stored ??= await FindStoredAsync(row, cancellationToken).ConfigureAwait(false);
        return stored is { } now ? new ConfigurationChange.Applied(VersionOf(row), now) : new ConfigurationChange.Conflict();
    }

    /// <summary>Finds the row where the store says that another was faster: it is this one after a call whose answer was lost.</summary>
    private async Task<ETag?> FindStoredAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var current = await _table.FindAsync(Partition, Key, cancellationToken).ConfigureAwait(false);
        return VersionOf(current) == VersionOf(row)
            && RowReader.Read(current, found => TextColumns.Read(found, JsonColumn)) is Reading<string>.Found { Value: var text }
            && text == TextColumns.Read(row, JsonColumn) ? current!.ETag : null;
    }

    /// <summary>Writes the new row and a copy of the replaced one, and deletes the oldest copies, in one transaction.</summary>
    private async Task<ETag?> ReplaceAsync(TableEntity row, TableEntity before, CancellationToken cancellationToken)
    {
        var copies = await _table.ReadAsync(
            $"PartitionKey eq {Partition} and RowKey ge {Replaced}", cancellationToken,
            select: [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)])
            .ConfigureAwait(false);
        var copy = new TableEntity(before) { RowKey = KeyOf(VersionOf(before)) };
        var surplus = copies.Where(old => old.RowKey != copy.RowKey)
            .OrderByDescending(old => old.RowKey, StringComparer.Ordinal).Skip(MostVersions - 2);
        var tags = await _table.SubmitAsync(
            [
                new(TableTransactionActionType.UpdateReplace, row, before.ETag),
                new(TableTransactionActionType.UpsertReplace, copy),
                .. surplus.Take(Transactions.MostActions - 2)
                    .Select(old => new TableTransactionAction(TableTransactionActionType.Delete, old, ETag.All)),
            ],
            cancellationToken).ConfigureAwait(false);
        return tags?[0];
    }

    private static string KeyOf(long version) => string.Create(CultureInfo.InvariantCulture, $"{Replaced}{version:D12}");

    private static IReadOnlyList<Violation> Violations(string json) => json.Length > TextColumns.MostCharacters - 1_000
        ? [new("$", $"The text has {json.Length} characters; a stored configuration has at most {TextColumns.MostCharacters - 1_000}.")]
        : FleetConfigurationReader.Read(json).Violations;

    private static long VersionOf(TableEntity? row) =>
        row is not null && row.TryGetValue(VersionColumn, out var value) && value is long version ? version : 0;

    private static StoredConfiguration Read(TableEntity row)
    {
        var json = TextColumns.Read(row, JsonColumn);
        var reading = FleetConfigurationReader.ReadStored(json);
        return reading.IsValid
            ? new(reading.Configuration, json, row.Required<long>(VersionColumn), row.Required<DateTimeOffset>(AppliedAtColumn), row.ETag)
            : throw new FormatException(
                $"The stored text breaks {reading.Violations.Count} rules of this version, "
                + $"first: {reading.Violations[0].Path}: {reading.Violations[0].Message}");
    }

    private TableEntity Write(string json, long version, string by)
    {
        var row = new TableEntity(Partition, Key)
        {
            [RowReader.SchemaColumn] = RowReader.Schema,
            [VersionColumn] = version,
            [AppliedAtColumn] = KeyPart.WholeMilliseconds(_clock.GetUtcNow()),
            [ByColumn] = new string([.. by.Where(character => !char.IsControl(character)).Take(MostByCharacters)]),
        };
        TextColumns.Write(row, JsonColumn, json);
        return row;
    }
}

/// <summary>The outcome of applying a configuration.</summary>
public abstract record ConfigurationChange
{
    private protected ConfigurationChange()
    {
    }

    /// <summary>It is stored; every vantage reads it at its next round.</summary>
    public sealed record Applied(long Version, ETag Tag) : ConfigurationChange;

    /// <summary>The text is not a valid configuration; nothing was stored.</summary>
    public sealed record Invalid(IReadOnlyList<Violation> Violations) : ConfigurationChange;

    /// <summary>The fleet's configuration is not the one that the caller expects; nothing was stored. Review it and apply again.</summary>
    public sealed record Conflict : ConfigurationChange;
}

/// <summary>The fleet's configuration as it is stored.</summary>
/// <param name="Json">The text as it was applied.</param>
/// <param name="Version">The number of the version; from 1.</param>
/// <param name="AppliedAt">When it was applied, by the clock of whoever applied it.</param>
/// <param name="Tag">The row's ETag: the same ETag means the same text.</param>
public sealed record StoredConfiguration(FleetConfiguration Configuration, string Json, long Version, DateTimeOffset AppliedAt, ETag Tag);

/// <summary>A version of the fleet's configuration, current or replaced.</summary>
/// <param name="Version">The number of the version; from 1.</param>
/// <param name="AppliedAt">When it was applied, by the clock of whoever applied it.</param>
/// <param name="By">Who applied it, in their own words; null for versions from before this was kept.</param>
public sealed record ConfigurationVersion(long Version, DateTimeOffset AppliedAt, string? By);
