using System.Text.Json;
using Azure.Data.Tables;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Storage.Incidents;

/// <summary>Stores the detectors' state as JSON.</summary>
internal static class DetectionRow
{
    public const string Partition = "detection";
    public const string Key = "state";
    public const string JudgedKey = "judged";

    private const string JsonColumn = "Json";

    /// <summary>A group takes about 200 characters.</summary>
    private const int MostGroups = 1_500;

    public static TableEntity Write(DetectionState state)
    {
        var row = new TableEntity(Partition, Key)
        {
            [RowReader.SchemaColumn] = RowReader.Schema,
            ["At"] = KeyPart.WholeMilliseconds(state.At),
        };
        TextColumns.Write(row, JsonColumn, JsonSerializer.Serialize(Kept(state), ProbeFleetJson.Default.DetectionState));
        return row;
    }

    public static TableEntity Judged(string holder) =>
        new(Partition, JudgedKey) { [RowReader.SchemaColumn] = RowReader.Schema, ["By"] = holder };

    public static DetectionState Read(TableEntity row) =>
        JsonSerializer.Deserialize(TextColumns.Read(row, JsonColumn), ProbeFleetJson.Default.DetectionState)
        ?? throw new FormatException("The state is null.");

    /// <summary>Keeps failing groups first, then those nearest to an alarm; the next probes find the others again.</summary>
    private static DetectionState Kept(DetectionState state) => state.Groups.Count <= MostGroups ? state : state with
    {
        Groups = state.Groups
            .OrderByDescending(group => group.Value.IsFailing).ThenByDescending(group => group.Value.Level).ThenBy(
                group => group.Key, StringComparer.Ordinal)
            .Take(MostGroups).ToDictionary(group => group.Key, group => group.Value),
    };
}
