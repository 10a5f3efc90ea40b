using System.Text.Json;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Storage.Incidents;

/// <summary>Stores the detectors' state as JSON.</summary>
internal static class DetectionRow
{
    public const string Partition = "detection";
    public const string Key = "state";
    public const string JudgedKey = "judged";

    private const string JsonColumn = "Json";

    /// <summary>A group takes about 200 characters, and at most some 500 where it flaps.</summary>
    private const int MostGroups = 1_500;

    public static TableEntity Write(DetectionState state)
    {
        var row = new TableEntity(Partition, Key)
        {
            [RowReader.SchemaColumn] = RowReader.Schema,
            ["At"] = KeyPart.WholeMilliseconds(state.At),
        };
        TextColumns.Write(row, JsonColumn, JsonOf(state));
        return row;
    }

    /// <summary>The state as JSON; of what a row has no room for, half is left out until it has.</summary>
    private static string JsonOf(DetectionState state)
    {
        for (var most = MostGroups; ; most /= 2)
        {
            var json = JsonSerializer.Serialize(Kept(state, most), ProbeFleetJson.Default.DetectionState);
            if (TextColumns.Holds(json))
            {
                return json;
            }
        }
    }

    public static TableEntity Judged(string holder) =>
        new(Partition, JudgedKey) { [RowReader.SchemaColumn] = RowReader.Schema, ["By"] = holder };

    public static DetectionState Read(TableEntity row) =>
        JsonSerializer.Deserialize(TextColumns.Read(row, JsonColumn), ProbeFleetJson.Default.DetectionState)
        ?? throw new FormatException("The state is null.");

    /// <summary>
    /// Keeps failing groups first, then those with incidents and those nearest to an alarm; the next probes find the others again. Of
    /// what was cleared it keeps the latest.
    /// </summary>
    private static DetectionState Kept(DetectionState state, int most) => state with
    {
        Groups = state.Groups
            .OrderByDescending(group => group.Value.IsFailing).ThenByDescending(group => group.Value.Incidents.Count)
            .ThenByDescending(group => group.Value.Level).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(most).ToDictionary(group => group.Key, group => group.Value),
        Cleared = state.Cleared
            .OrderByDescending(cleared => cleared.Value).ThenBy(cleared => cleared.Key, StringComparer.Ordinal)
            .Take(2 * most).ToDictionary(cleared => cleared.Key, cleared => cleared.Value),
    };
}
