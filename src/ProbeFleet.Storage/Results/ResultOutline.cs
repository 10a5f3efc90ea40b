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

    public static string Write(Observation observation) => JsonSerializer.Serialize(observation, ProbeFleetJson.Default.Observation);

    public static Observation Read(TableEntity row) =>
        JsonSerializer.Deserialize(row.Required<string>(Column), ProbeFleetJson.Default.Observation) ?? throw new FormatException("The outline is null.");
}
