using System.Text.Json;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Storage.Results;

/// <summary>The part of a result that localization uses, in its own column: a judge reads a window without the evidence.</summary>
internal static class ResultOutline
{
    public const string Column = "Outline";

    public static IReadOnlyList<string> Columns { get; } = ["PartitionKey", "RowKey", RowReader.SchemaColumn, Column];

    /// <summary>A column of an earlier version also holds at most this much.</summary>
    private const int MostBytes = 64 * 1024;

    private static readonly PackedText Packing = new(1, ResultDictionary.Outline);

    /// <summary>Writes a result's outline to its row.</summary>
    /// <returns>The outline's JSON, as <see cref="ReadJson"/> returns it.</returns>
    public static byte[] Write(TableEntity row, Observation observation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(observation, ProbeFleetJson.Default.Observation);
        row[Column] = Packing.Pack(json);
        return json;
    }

    /// <summary>Reads the outline; rows of earlier versions have it as text.</summary>
    public static Observation Read(TableEntity row) =>
        (row.TryGetValue(Column, out var value) && value is string text
            ? JsonSerializer.Deserialize(text, ProbeFleetJson.Default.Observation)
            : JsonSerializer.Deserialize(ReadJson(row), ProbeFleetJson.Default.Observation))
        ?? throw new FormatException("The outline is null.");

    /// <summary>Reads the JSON of a packed outline.</summary>
    public static byte[] ReadJson(TableEntity row) => Packing.Unpack(row.Required<byte[]>(Column), MostBytes);
}
