namespace ProbeFleet.Functions.Http;

/// <summary>Parses a window such as <c>15m</c>, <c>2h</c> or <c>30d</c>.</summary>
internal static class WindowText
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Returns a window of 1 minute to the longest; the default for an empty text, null for any other.</summary>
    public static TimeSpan? Read(string text, TimeSpan otherwise, TimeSpan longest)
    {
        if (text.Length == 0)
        {
            return otherwise;
        }

        var unit = text[^1] switch { 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), 'd' => Day, _ => TimeSpan.MaxValue };
        return int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            && count <= longest / unit
            ? count * unit
            : null;
    }
}
