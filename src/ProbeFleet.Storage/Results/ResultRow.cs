using System.Text.Json;
using Azure.Data.Tables;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Packets;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Storage.Results;

/// <summary>A result as a row: its JSON, and the columns that people filter by.</summary>
internal static class ResultRow
{
    public const string IdColumn = "Id";
    public const string StartedAtColumn = "StartedAt";

    private const string JsonColumn = "Json";

    public static TableEntity Write(ProbeResult result, string partitionKey, string rowKey)
    {
        var (json, trimmed) = ResultText.Write(result);
        var row = new TableEntity(partitionKey, rowKey)
        {
            [RowReader.SchemaColumn] = RowReader.Schema,
            [IdColumn] = result.Id,
            [StartedAtColumn] = KeyPart.WholeMilliseconds(result.StartedAt),
            ["Outcome"] = WireWord.Of(result.Outcome),
            ["Break"] = result.Break is { } stage ? WireWord.Of(stage) : null,
            [TimingRow.CauseColumn] = WireWord.Of(result.Diagnosis.Cause),
            ["Owner"] = WireWord.Of(result.Diagnosis.Owner),
            ["Depth"] = WireWord.Of(result.Depth),
            [TimingRow.DurationColumn] = Math.Round(result.Duration.TotalMilliseconds, 3),
            [TimingRow.VariantColumn] = result.Variant is { } variant ? WireWord.Of(variant) : null,
            [TimingRow.StagesColumn] = TimingRow.WriteStages(result),
            ["Trimmed"] = trimmed,
            [ResultOutline.Column] = ResultOutline.Write(Observation.From(result)),
        };
        TextColumns.Write(row, JsonColumn, json);
        return row;
    }

    public static ProbeResult Read(TableEntity row)
    {
        var result = JsonSerializer.Deserialize(TextColumns.Read(row, JsonColumn), ProbeFleetJson.Default.ProbeResult)
            ?? throw new FormatException("The JSON is null.");
        if (result.Schema > ProbeEvidence.CurrentSchema)
        {
            throw new FormatException($"The result has schema {result.Schema}, and this version reads {ProbeEvidence.CurrentSchema}: update it.");
        }

        return row.Required<Guid>(IdColumn) == result.Id ? result : throw new FormatException("Column Id and the JSON name two probes.");
    }
}
