using System.Globalization;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Storage.Snapshots;

/// <summary>How long a stage took.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Duration">How long, to the microsecond.</param>
public sealed record StageTime(Stage Stage, TimeSpan Duration);

/// <summary>Stage times as a short text: <c>resolve=9800 connect=12100</c>, in microseconds.</summary>
internal static class StageTimes
{
    private const string Column = "Stages";

    public static string Write(IEnumerable<StageTime> times) => string.Join(
        ' ', times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{WireWord.Of(time.Stage)}={(long)time.Duration.TotalMicroseconds}")));

    /// <summary>Rows of earlier versions have no such column.</summary>
    public static IReadOnlyList<StageTime> Read(string? text) => [.. (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadOne)];

    private static StageTime ReadOne(string part) =>
        part.Split('=') is [var stage, var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time < 1L << 48
            ? new(WireWord.Read<Stage>(Column, stage), TimeSpan.FromMicroseconds(time))
            : throw new FormatException($"Column {Column} holds something that is no stage's time.");
}
