using System.Globalization;
using Azure.Data.Tables;
using ProbeFleet.Core.Model;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Storage.Results;

/// <summary>The columns of a result's row that a history needs. <c>Stages</c> is <c>"resolve 9.8 connect 12.1 …"</c>, in milliseconds.</summary>
internal static class TimingRow
{
    public const string CauseColumn = "Cause";
    public const string DurationColumn = "DurationMs";
    public const string StagesColumn = "Stages";
    public const string VariantColumn = "Variant";
    public const string GapColumn = "GapMs";

    public static readonly string[] Columns =
        ["PartitionKey", "RowKey", RowReader.SchemaColumn, CauseColumn, DurationColumn, StagesColumn, GapColumn, VariantColumn];

    public static string? WriteStages(ProbeResult result)
    {
        var timed = result.Stages.Where(stage => stage.Duration is not null && stage.Outcome is not StageOutcome.Skipped).ToList();
        return timed is [] ? null : string.Join(' ', timed.Select(stage =>
            string.Create(CultureInfo.InvariantCulture, $"{WireWord.Of(stage.Stage)} {Math.Round(stage.Duration!.Value.TotalMilliseconds, 1)}")));
    }

    public static double? WriteGap(ProbeResult result) =>
        result.Find<AnswerEvidence>()?.Facts?.Stream?.LongestGap is { } gap ? Math.Round(gap.TotalMilliseconds, 1) : null;

    public static ProbeTiming Read(TableEntity row) =>
        ResultKeys.TryParseRow(row.RowKey, out var parts)
            ? new(
                parts.Value.Id,
                parts.Value.StartedAt,
                WireWord.Read<Cause>(CauseColumn, row.Required<string>(CauseColumn)),
                TimeSpan.FromMilliseconds(row.Required<double>(DurationColumn)),
                ReadStages(row.Optional<string>(StagesColumn)))
            {
                LongestGap = row.OptionalValue<double>(GapColumn) is { } gap ? TimeSpan.FromMilliseconds(gap) : null,
            }
            : throw new FormatException("The row key is none of this table.");

    private static Dictionary<Stage, TimeSpan> ReadStages(string? text)
    {
        var stages = new Dictionary<Stage, TimeSpan>();
        foreach (var pair in (text?.Split(' ') ?? []).Chunk(2))
        {
            if (pair is not [var word, var digits] || !double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds))
            {
                throw new FormatException($"Column {StagesColumn} is not a list of stages and milliseconds.");
            }

            stages[WireWord.Read<Stage>(StagesColumn, word)] = TimeSpan.FromMilliseconds(milliseconds);
        }

        return stages;
    }
}
