using System.Globalization;

namespace ProbeFleet.Functions.Http;

/// <summary>Reads a window such as <c>15m</c> or <c>2h</c>.</summary>
internal static class WindowText
{
    /// <summary>The window: 1 minute to 24 hours; the default for an empty text, null for any other.</summary>
    public static TimeSpan? Read(string text, TimeSpan otherwise)
    {
        if (text.Length == 0)
        {
            return otherwise;
        }

        var unit = text[^1] switch { 'm' => 1, 'h' => 60, _ => 0 };
        return unit > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && count <= 24 * 60 / unit
            ? TimeSpan.FromMinutes(count * unit)
            : null;
    }
}
