using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Storage.Results;

/// <summary>
/// A result's JSON, cut to fit a row. Usual results take some thousand characters; one that is too long loses the ends of its longest texts
/// and lists, step by step, and never its shape.
/// </summary>
internal static class ResultText
{
    /// <summary>Below the column limit, to leave room for the few columns beside the JSON.</summary>
    public const int MostCharacters = 450_000;

    /// <summary>No record of a result has this many members, so only maps, such as headers, are cut.</summary>
    private const int MostMembers = 40;

    private const string Cut = "… (cut)";

    /// <summary>The last step cuts no name, id or fingerprint (at most 71 characters) and no stage (at most 9).</summary>
    private static readonly (int Text, int List)[] Steps = [(4_000, 200), (1_000, 50), (300, 20), (100, 10)];

    /// <summary>Serializes a result to UTF-8; the JSON is ASCII, so bytes are characters.</summary>
    public static (byte[] Json, string? Note) Write(ProbeResult result)
    {
        var whole = JsonSerializer.SerializeToUtf8Bytes(result, ProbeFleetJson.Default.ProbeResult);
        if (whole.Length <= MostCharacters)
        {
            return (whole, null);
        }

        var node = JsonNode.Parse(whole);
        var cuts = Steps.Select(step => (Json: Encoding.ASCII.GetBytes(Trimmed(node, step.Text, step.List)!.ToJsonString()), Step: step));
        var (json, limits) = cuts.First(cut => cut.Json.Length <= MostCharacters || cut.Step == Steps[^1]);
        return (json, string.Create(
            CultureInfo.InvariantCulture,
            $"{whole.Length} characters were too many: texts were cut at {limits.Text} characters, lists and maps at {limits.List} "
                + $"entries."));
    }

    private static JsonNode? Trimmed(JsonNode? node, int longestText, int longestList) => node switch
    {
        JsonArray list => new JsonArray([.. list.Take(longestList).Select(item => Trimmed(item, longestText, longestList))]),
        JsonObject map => new JsonObject(map.Take(Math.Max(longestList, MostMembers))
            .Select(member => KeyValuePair.Create(member.Key, Trimmed(member.Value, longestText, longestList)))),
        JsonValue value when value.GetValueKind() is JsonValueKind.String && value.GetValue<string>() is var text
            && text.Length > longestText => text[..(longestText - Cut.Length)] + Cut,
        _ => node?.DeepClone(),
    };
}
