using System.Globalization;

namespace ProbeFleet.Storage.Results;

/// <summary>
/// The keys of table <c>ProbeResults</c>: partition <c>{vantage}|{yyyyMMdd}</c>, row <c>{route}|{reverse ticks, 19 digits}|{id}</c>.
/// One vantage's day is one partition, one route's day one range of it, newest first.
/// </summary>
internal static class ResultKeys
{
    /// <summary>The partition of a vantage's UTC day.</summary>
    /// <param name="at">Any instant of the day.</param>
    /// <exception cref="ArgumentException">The name was never given a value.</exception>
    public static string Partition(VantageName vantage, DateTimeOffset at) =>
        $"{KeyPart.Of(vantage)}|{at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    /// <summary>The row of a result. Instants count in whole milliseconds, so a result that went through JSON keeps its row.</summary>
    /// <exception cref="ArgumentException">The name was never given a value.</exception>
    public static string Row(RouteName route, DateTimeOffset startedAt, Guid id) =>
        $"{KeyPart.Of(route)}|{KeyPart.Reverse(startedAt)}|{id:D}";

    /// <summary>The rows of a route in a slice of one UTC day, as a filter.</summary>
    /// <param name="after">Only rows behind that of this result; null for all.</param>
    public static FormattableString RangeOf(
        VantageName vantage, RouteName route, (DateTimeOffset From, DateTimeOffset To) slice, ResultCursor? after = null)
    {
        var newest = after is { } cursor && cursor.StartedAt < slice.To
            ? Row(route, cursor.StartedAt, cursor.Id) + KeyPart.Last
            : $"{KeyPart.Of(route)}|{KeyPart.Reverse(slice.To.AddMilliseconds(-1))}|";
        var oldest = $"{KeyPart.Of(route)}|{KeyPart.Reverse(slice.From)}|{KeyPart.Last}";
        return $"PartitionKey eq {Partition(vantage, slice.From)} and RowKey ge {newest} and RowKey lt {oldest}";
    }

    /// <summary>Takes a row key apart: the route, the beginning in whole milliseconds, and the id. Null when it is not one.</summary>
    public static (RouteName Route, DateTimeOffset StartedAt, Guid Id)? PartsOf(string rowKey) =>
        rowKey.Split('|') is [var route, { Length: 19 } digits, var text]
        && RouteName.IsValid(route)
        && KeyPart.FromReverse(digits) is { } startedAt
        && Guid.TryParseExact(text, "D", out var id)
            ? (new RouteName(route), startedAt, id)
            : null;

    /// <summary>Parses a partition key; returns null when it is not one of this table.</summary>
    internal static (string Vantage, DateTimeOffset Day)? DayOf(string partitionKey) =>
        partitionKey.Split('|') is [var vantage, var day]
        && RouteName.IsValid(vantage)
        && DateTimeOffset.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            ? (vantage, start)
            : null;
}
