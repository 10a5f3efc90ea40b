using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Microsoft.Azure.Functions.Worker.LocalHost;

/// <summary>When a timer is due, UTC.</summary>
internal sealed partial class Schedule
{
    private readonly CrontabSchedule _crontab;

    private Schedule(CrontabSchedule crontab) => _crontab = crontab;

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName { get; }

    /// <summary>Reads 5 or 6 fields, after each <c>%Setting%</c> is replaced by that setting.</summary>
    public static Schedule Parse(string function, string expression, IConfiguration settings)
    {
        var text = SettingName.Replace(expression, match => settings[match.Groups[1].Value] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"Function '{function}' takes its schedule from the setting '{match.Groups[1].Value}', which is not set."));
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 }) is { } crontab
            ? new Schedule(crontab)
            : throw new InvalidOperationException($"Function '{function}' has the schedule '{text}', which is not NCRONTAB with 5 or 6 fields.");
    }

    /// <summary>The first tick after an instant; the end of time when there is none.</summary>
    public DateTimeOffset Next(DateTimeOffset after) => Instant(_crontab.GetNextOccurrence(after.UtcDateTime));

    /// <summary>The ticks between two instants, both exclusive.</summary>
    public IReadOnlyList<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset before) =>
        [.. _crontab.GetNextOccurrences(after.UtcDateTime, before.UtcDateTime).Select(Instant).Where(tick => tick < before)];

    private static DateTimeOffset Instant(DateTime utc) => new(utc.Ticks, TimeSpan.Zero);
}
