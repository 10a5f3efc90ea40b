using System.Text.Json;
using Azure.Data.Tables;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Storage.Results;

/// <summary>What localization uses of a result, in a column of its own: a judge reads a window of the whole fleet without the evidence.</summary>
internal static class ResultOutline
{
    public const string Column = "Outline";

    public static IReadOnlyList<string> Columns { get; } = ["PartitionKey", "RowKey", RowReader.SchemaColumn, Column];

    /// <summary>A column of an earlier version holds at most as much.</summary>
    private const int MostBytes = 64 * 1024;

    private static readonly PackedText Packing = new(1, ResultDictionary.Outline);

    /// <summary>Puts a result's outline into its row.</summary>
    /// <returns>Its JSON, which a row gives back to <see cref="ReadJson"/>.</returns>
    public static byte[] Write(TableEntity row, Observation observation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(observation, ProbeFleetJson.Default.Observation);
        row[Column] = Packing.Pack(json);
        return json;
    }

    /// <summary>The outline; rows of earlier versions have it as text.</summary>
    public static Observation Read(TableEntity row) =>
        (row.TryGetValue(Column, out var value) && value is string text
            ? JsonSerializer.Deserialize(text, ProbeFleetJson.Default.Observation)
            : JsonSerializer.Deserialize(ReadJson(row), ProbeFleetJson.Default.Observation))
        ?? throw new FormatException("The outline is null.");

    /// <summary>The JSON of a packed outline.</summary>
    public static byte[] ReadJson(TableEntity row) => Packing.Unpack(row.Required<byte[]>(Column), MostBytes);
}
