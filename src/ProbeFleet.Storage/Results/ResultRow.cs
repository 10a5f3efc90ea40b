using System.Text;
using System.Text.Json;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Storage.Results;

/// <summary>
/// A result as a row: its JSON, and columns for people to filter by. The JSON is packed into one column relative to the outline, which it
/// repeats; rows of earlier versions, and results that exceed a column even when packed, have it as text.
/// </summary>
internal static class ResultRow
{
    public const string IdColumn = "Id";
    public const string StartedAtColumn = "StartedAt";

    private const string PackedColumn = "Packed";
    private const string JsonColumn = "Json";

    /// <summary>A column holds 64 KiB.</summary>
    private const int MostPackedBytes = 64_000;

    private static readonly PackedText Packing = new(1, ResultDictionary.Result);

    public static TableEntity Write(ProbeResult result, string partitionKey, string rowKey)
    {
        var (json, trimmed) = ResultText.Write(result);
        var row = new TableEntity(partitionKey, rowKey)
        {
            [RowReader.SchemaColumn] = RowReader.Schema,
            [IdColumn] = result.Id,
            [StartedAtColumn] = KeyPart.WholeMilliseconds(result.StartedAt),
            ["Outcome"] = WireWord.Of(result.Outcome),
            ["Break"] = WireWord.Of(result.Break),
            [TimingRow.CauseColumn] = WireWord.Of(result.Diagnosis.Cause),
            ["Owner"] = WireWord.Of(result.Diagnosis.Owner),
            ["Depth"] = WireWord.Of(result.Depth),
            [TimingRow.DurationColumn] = Math.Round(result.Duration.TotalMilliseconds, 3),
            [TimingRow.VariantColumn] = WireWord.Of(result.Variant),
            [StageTimes.Column] = TimingRow.WriteStages(result),
            [TimingRow.GapColumn] = TimingRow.WriteGap(result),
            ["Trimmed"] = trimmed,
        };
        var outline = ResultOutline.Write(row, Observation.From(result));
        if (Packing.Pack(json, outline) is { Length: <= MostPackedBytes } packed)
        {
            row[PackedColumn] = packed;
        }
        else
        {
            TextColumns.Write(row, JsonColumn, Encoding.ASCII.GetString(json));
        }

        return row;
    }

    public static ProbeResult Read(TableEntity row)
    {
        var json = row.Optional<byte[]>(PackedColumn) is { } packed
            ? Packing.Unpack(packed, ResultText.MostCharacters, ResultOutline.ReadJson(row))
            : Encoding.UTF8.GetBytes(TextColumns.Read(row, JsonColumn));
        var result = JsonSerializer.Deserialize(json, ProbeFleetJson.Default.ProbeResult)
            ?? throw new FormatException("The JSON is null.");
        if (result.Schema > ProbeEvidence.CurrentSchema)
        {
            throw new FormatException(
                $"The result has schema {result.Schema}, and this version reads {ProbeEvidence.CurrentSchema}: update it.");
        }

        return row.Required<Guid>(IdColumn) == result.Id ? result : throw new FormatException("Column Id and the JSON name two probes.");
    }
}
