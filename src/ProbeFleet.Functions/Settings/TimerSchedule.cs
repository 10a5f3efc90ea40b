using System.Text.RegularExpressions;
using NCrontab;

namespace ProbeFleet.Functions.Settings;

/// <summary>The schedule of a timer, UTC: NCRONTAB as Azure Functions reads it, with 5 fields or, with seconds, 6.</summary>
internal sealed partial class TimerSchedule(CrontabSchedule crontab)
{
    /// <summary>By how much a timer may fire before its tick.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(5);

    /// <summary>How far back a tick is looked for: February 29 was within four years.</summary>
    private static readonly TimeSpan FarthestBack = TimeSpan.FromDays(1_500);

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
    private IReadOnlyList<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset before) =>
        [.. crontab.GetNextOccurrences(after.UtcDateTime, before.UtcDateTime).Select(Instant).Where(tick => tick < before)];

    /// <summary>The last tick before an instant; null when there is none in years.</summary>
    public DateTimeOffset? Last(DateTimeOffset before)
    {
        // Ticks can only be counted forward, and most schedules have many: the last of them are enough.
        for (var back = TimeSpan.FromMinutes(1); back < FarthestBack; back *= 8)
        {
            if (Between(before - back, before) is [.., var last])
            {
                return last;
            }
        }

        return null;
    }

    /// <summary>
    /// How long after an instant a number of later ticks are due. What a tick began is as long after its tick the next time; an instant
    /// farther from the last tick than that one was from the tick before, as at night, belongs to none.
    /// </summary>
    public TimeSpan Ahead(DateTimeOffset at, int ticks)
    {
        var last = Last(at + Early) ?? at;
        var due = last;
        for (var tick = 0; tick < ticks && due.UtcDateTime < DateTime.MaxValue; tick++)
        {
            due = Next(due);
        }

        return due - (Last(last) is { } before && at - last >= last - before ? at : last);
    }

    /// <summary>The shortest time between two of the next 200 ticks within 370 days; a day where there is one tick or none.</summary>
    public TimeSpan Shortest(DateTimeOffset now)
    {
        DateTime[] ticks = [.. crontab.GetNextOccurrences(now.UtcDateTime, now.UtcDateTime.AddDays(370)).Take(200)];
        return ticks.Zip(ticks.Skip(1), (before, after) => after - before).DefaultIfEmpty(TimeSpan.FromDays(1)).Min();
    }

    private static DateTimeOffset Instant(DateTime utc) => new(utc.Ticks, TimeSpan.Zero);
}
