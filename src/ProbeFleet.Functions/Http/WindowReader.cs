using System.Globalization;
using System.Text.RegularExpressions;

namespace ProbeFleet.Functions.Http;

/// <summary>Reads a window such as <c>15m</c>, <c>24h</c> or <c>30d</c>.</summary>
internal static partial class WindowReader
{
    public static TimeSpan? Read(string text, TimeSpan longest)
    {
        if (Window.Match(text) is not { Success: true } match)
        {
            return null;
        }

        var number = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var window = match.Groups[2].ValueSpan switch
        {
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
        return window > TimeSpan.Zero && window <= longest ? window : null;
    }

    [GeneratedRegex("^([0-9]{1,5})([mhd])$")]
    private static partial Regex Window { get; }
}
