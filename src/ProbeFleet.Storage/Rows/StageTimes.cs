using System.Globalization;

namespace ProbeFleet.Storage.Rows;

/// <summary>How long a stage took.</summary>
/// <param name="Duration">How long, to the microsecond.</param>
public sealed record StageTime(Stage Stage, TimeSpan Duration);

/// <summary>The column of stage times: <c>resolve=9800 connect=12100</c>, in microseconds.</summary>
internal static class StageTimes
{
    public const string Column = "Stages";

    public static string Write(IEnumerable<StageTime> times) => string.Join(' ', times.Select(time =>
        string.Create(CultureInfo.InvariantCulture, $"{WireWord.Of(time.Stage)}={(long)time.Duration.TotalMicroseconds}")));

    /// <summary>
    /// Rows of earlier versions have no such column, or hold <c>resolve 9.8 connect 12.1</c>, in milliseconds.
    /// </summary>
    public static IReadOnlyList<StageTime> Read(string? text)
    {
        var parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return text?.Contains('=', StringComparison.Ordinal) ?? true
            ? [.. parts.Select(part => ReadOne(part.Split('='), TimeSpan.TicksPerMicrosecond))]
            : [.. parts.Chunk(2).Select(pair => ReadOne(pair, TimeSpan.TicksPerMillisecond))];
    }

    private static StageTime ReadOne(string[] pair, long unit) =>
        pair is [var stage, var digits]
        && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time) && time < 1L << 48
            ? new(WireWord.Read<Stage>(Column, stage), new TimeSpan((long)Math.Round(time * unit)))
            : throw new FormatException($"Column {Column} holds something that is no stage's time.");
}
