using System.Text.RegularExpressions;
using NCrontab;

namespace ProbeFleet.Functions.Settings;

/// <summary>The schedule of a timer, UTC: NCRONTAB as Azure Functions reads it, with 5 fields or, with seconds, 6.</summary>
internal sealed partial class TimerSchedule(CrontabSchedule crontab)
{
    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName { get; }

    /// <summary>Replaces each <c>%Setting%</c> of a trigger's expression with that setting's value.</summary>
    /// <exception cref="FormatException">A setting is not set; the message names it.</exception>
    public static string Resolve(string expression, Func<string, string?> read) =>
        SettingName.Replace(expression, match => read(match.Groups[1].Value) is { Length: > 0 } value
            ? value
            : throw new FormatException($"its schedule is the setting '{match.Groups[1].Value}', which is not set."));

    /// <exception cref="FormatException">The text is not a schedule; the message says so, and does not repeat it.</exception>
    public static TimerSchedule Parse(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 }) is { } read
            ? new TimerSchedule(read)
            : throw new FormatException("its schedule is not NCRONTAB with 5 or 6 fields, such as '0 * * * * *'.");
    }

    /// <summary>The first tick after an instant; the end of time when there is none.</summary>
    public DateTimeOffset Next(DateTimeOffset after) => Instant(crontab.GetNextOccurrence(after.UtcDateTime));

    /// <summary>The ticks between two instants, both exclusive.</summary>
    public IReadOnlyList<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset before) =>
        [.. crontab.GetNextOccurrences(after.UtcDateTime, before.UtcDateTime).Select(Instant).Where(tick => tick < before)];

    /// <summary>
    /// The shortest and the longest time between two of the next 200 ticks within 370 days; a day and 370 days where there is one tick or
    /// none.
    /// </summary>
    public (TimeSpan Shortest, TimeSpan Longest) Intervals(DateTimeOffset now)
    {
        DateTime[] ticks = [.. crontab.GetNextOccurrences(now.UtcDateTime, now.UtcDateTime.AddDays(370)).Take(200)];
        TimeSpan[] gaps = [.. ticks.Zip(ticks.Skip(1), (before, after) => after - before)];
        return gaps is [] ? (TimeSpan.FromDays(1), TimeSpan.FromDays(370)) : (gaps.Min(), gaps.Max());
    }

    private static DateTimeOffset Instant(DateTime utc) => new(utc.Ticks, TimeSpan.Zero);
}
