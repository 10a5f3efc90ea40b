namespace ProbeFleet.Storage.Results;

/// <summary>A stored result without its evidence, for histories: a twentieth of the bytes.</summary>
/// <param name="StartedAt">When the probe began, in whole milliseconds.</param>
public sealed record ProbeTiming(
    Guid Id, DateTimeOffset StartedAt, Cause Cause, TimeSpan Duration, IReadOnlyDictionary<Stage, TimeSpan> Stages)
{
    /// <summary>The longest gap between two events of a stream; null where there was none.</summary>
    public TimeSpan? LongestGap { get; init; }
}

/// <summary>The columns of a result's row that a history needs; the times of stages to a tenth of a millisecond.</summary>
internal static class TimingRow
{
    public const string CauseColumn = "Cause";
    public const string DurationColumn = "DurationMs";
    public const string VariantColumn = "Variant";
    public const string GapColumn = "GapMs";

    public static readonly string[] Columns =
        ["PartitionKey", "RowKey", RowReader.SchemaColumn, CauseColumn, DurationColumn, StageTimes.Column, GapColumn, VariantColumn];

    public static string? WriteStages(ProbeResult result) =>
        StageTimes.Write(result.Stages.Where(stage => stage is { Duration: not null, Outcome: not StageOutcome.Skipped })
            .Select(stage => new StageTime(stage.Stage, ToTenths(stage.Duration!.Value)))) is { Length: > 0 } text ? text : null;

    public static double? WriteGap(ProbeResult result) =>
        result.Facts<AnswerFacts>()?.Stream?.LongestGap is { } gap ? Math.Round(gap.TotalMilliseconds, 1) : null;

    public static ProbeTiming Read(TableEntity row) =>
        ResultKeys.PartsOf(row.RowKey) is { } key
            ? new(
                key.Id,
                key.StartedAt,
                WireWord.Read<Cause>(CauseColumn, row.Required<string>(CauseColumn)),
                TimeSpan.FromMilliseconds(row.Required<double>(DurationColumn)),
                StageTimes.Read(row.Optional<string>(StageTimes.Column)).DistinctBy(time => time.Stage)
                    .ToDictionary(time => time.Stage, time => time.Duration))
            {
                LongestGap = row.OptionalValue<double>(GapColumn) is { } gap ? TimeSpan.FromMilliseconds(gap) : null,
            }
            : throw new FormatException("The row key is none of this table.");

    private static TimeSpan ToTenths(TimeSpan time) => TimeSpan.FromMicroseconds(Math.Round(Math.Round(time.TotalMilliseconds, 1) * 1000));
}
