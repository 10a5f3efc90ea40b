using System.Globalization;

namespace ProbeFleet.Storage.Rows;

/// <summary>
/// Parts of keys. A name has only characters that keys may hold, and sorts below <see cref="Last"/>; <c>|</c> separates parts.
/// </summary>
internal static class KeyPart
{
    /// <summary>Sorts after every character of a name, an id or a number.</summary>
    public const string Last = "~";

    public static string Of<T>(T name)
        where T : struct
    {
        var text = name.ToString();
        return RouteName.IsValid(text)
            ? text!
            : throw new ArgumentException(
                $"A key needs a {typeof(T).Name}, and this one was never given a value: {RouteName.Rule}", nameof(name));
    }

    /// <summary>19 digits that decrease with time, so that the newest row is the first; whole milliseconds, as in JSON.</summary>
    public static string Reverse(DateTimeOffset instant) =>
        (DateTimeOffset.MaxValue.UtcTicks - WholeMilliseconds(instant).UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    public static DateTimeOffset? FromReverse(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(DateTimeOffset.MaxValue.UtcTicks - ticks, TimeSpan.Zero)
            : null;

    /// <summary>Cuts an instant to whole milliseconds as JSON does, so that a result that went through a file has the same key.</summary>
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
