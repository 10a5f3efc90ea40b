using System.Globalization;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Formats values for people.</summary>
internal static class Shown
{
    /// <summary>Formats a duration with three significant digits: <c>0.3 ms</c>, <c>212 ms</c>, <c>5.02 s</c>.</summary>
    public static string Duration(TimeSpan duration) => duration.TotalMilliseconds switch
    {
        < 99.95 => $"{duration.TotalMilliseconds:0.0} ms",
        < 999.5 => $"{duration.TotalMilliseconds:0} ms",
        _ => $"{duration.TotalSeconds:0.00} s",
    };

    /// <summary>Formats an age in one unit: <c>12s</c>, <c>5m</c>, <c>3h</c>, <c>2d</c>. A negative age (clock ahead) is 0.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "0s",
        { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds}s",
        { TotalHours: < 2 } => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
        _ => $"{(int)age.TotalDays}d",
    };

    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string TimeOfDay(DateTimeOffset instant) => instant.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Formats a share of 1 in whole per cent.</summary>
    public static string Percent(double share) => $"{share * 100:0}%";

    public static string Owner(ProbeDiagnosis diagnosis) => $"owner {WireWord.Of(diagnosis.Owner)} ({Percent(diagnosis.Confidence)})";

    /// <summary>Formats a number of things: <c>1 pair</c>, <c>3 pairs</c>.</summary>
    public static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    /// <summary>Formats changed facts, one line each.</summary>
    public static IEnumerable<string> Changes(IEnumerable<ChangedFact> facts) =>
        facts.Select(fact => $"{fact.Fact}: was {fact.Was ?? "absent"}, now {fact.Now ?? "absent"}");

    /// <summary>Joins a list of at most <paramref name="most"/> items and counts the rest.</summary>
    public static string List(IReadOnlyList<string> items, int most) =>
        items.Count <= most ? string.Join(", ", items) : $"{string.Join(", ", items.Take(most))} and {items.Count - most} more";
}
