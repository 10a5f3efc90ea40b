using System.Text.Json;

namespace ProbeFleet.Storage.Rows;

/// <summary>Reads rows that anybody may have written: whatever is wrong becomes a reason, never an exception.</summary>
internal static class RowReader
{
    public const string SchemaColumn = "Schema";

    /// <summary>The newest layout of rows that this version reads and writes.</summary>
    public const int Schema = 1;

    public static Reading<T> Read<T>(TableEntity? row, Func<TableEntity, T> read)
    {
        if (row is null)
        {
            return new Reading<T>.Absent();
        }

        try
        {
            var schema = row.Required<int>(SchemaColumn);
            return schema is > 0 and <= Schema
                ? new Reading<T>.Found(read(row))
                : Unreadable($"The row has schema {schema}, and this version reads {Schema}: update it.");
        }
        catch (JsonException error)
        {
            return Unreadable($"The JSON is broken or of another shape{(error.Path is null ? "" : $", at {error.Path}")}.");
        }
        catch (Exception error)
        {
            // Whatever a row makes its reader throw, the rows beside it are read.
            return Unreadable(error is FormatException ? error.Message : $"A value is out of range ({error.GetType().Name}).");
        }

        Reading<T> Unreadable(string reason) => new Reading<T>.Unreadable(
            new(row.PartitionKey, row.RowKey, reason) { WrittenAt = row.Timestamp });
    }

    public static RowSet<T> ReadAll<T>(IEnumerable<TableEntity> rows, Func<TableEntity, T> read)
    {
        var readings = rows.Select(row => Read(row, read)).ToList();
        return new(
            [.. readings.OfType<Reading<T>.Found>().Select(found => found.Value)],
            [.. readings.OfType<Reading<T>.Unreadable>().Select(bad => bad.Row)]);
    }

    public static T Required<T>(this TableEntity row, string column) => row.TryGetValue(column, out var value) && value is not null
        ? Typed<T>(column, value)
        : throw new FormatException($"Column {column} is missing.");

    public static T? Optional<T>(this TableEntity row, string column)
        where T : class => row.TryGetValue(column, out var value) && value is not null ? Typed<T>(column, value) : null;

    public static T? OptionalValue<T>(this TableEntity row, string column)
        where T : struct => row.TryGetValue(column, out var value) && value is not null ? Typed<T>(column, value) : null;

    private static T Typed<T>(string column, object value) => value is T typed
        ? typed
        : throw new FormatException($"Column {column} holds a {value.GetType().Name}, not a {typeof(T).Name}.");
}
