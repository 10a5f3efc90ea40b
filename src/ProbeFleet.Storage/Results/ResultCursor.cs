using System.Globalization;

namespace ProbeFleet.Storage.Results;

/// <summary>A position in the order of results: newest first, and by ID within one millisecond.</summary>
internal readonly record struct ResultCursor(DateTimeOffset StartedAt, Guid Id) : IComparable<ResultCursor>
{
    public static ResultCursor At(ProbeResult result) => new(Rows.KeyPart.WholeMilliseconds(result.StartedAt), result.Id);

    /// <summary>The position after everything that began at this instant.</summary>
    public static ResultCursor EndOf(DateTimeOffset instant) => new(instant, Guid.AllBitsSet);

    public static ResultCursor Parse(string token) =>
        token.Split('-') is [var milliseconds, var id]
        && long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var unix)
        && unix <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        && Guid.TryParseExact(id, "N", out var parsed)
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(unix), parsed)
            : throw new FormatException(
                "The page token is not one that a page of results gave: take it from the link to the next page unchanged.");

    public int CompareTo(ResultCursor other)
    {
        var byTime = other.StartedAt.CompareTo(StartedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(Id.ToString(), other.Id.ToString());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StartedAt.ToUnixTimeMilliseconds()}-{Id:N}");
}
