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

        var json = whole;
        var limits = Steps[0];
        foreach (var step in Steps)
        {
            limits = step;
            var node = JsonNode.Parse(whole)!;
            Trim(node, step.Text, step.List);
            json = Encoding.ASCII.GetBytes(node.ToJsonString());
            if (json.Length <= MostCharacters)
            {
                break;
            }
        }

        return (json, string.Create(
            CultureInfo.InvariantCulture,
            $"{whole.Length} characters were too many: texts were cut at {limits.Text} characters, lists and maps at {limits.List} "
                + $"entries."));
    }

    private static void Trim(JsonNode node, int longestText, int longestList)
    {
        switch (node)
        {
            case JsonArray list:
                while (list.Count > longestList)
                {
                    list.RemoveAt(list.Count - 1);
                }

                list.OfType<JsonNode>().ToList().ForEach(item => Trim(item, longestText, longestList));
                break;
            case JsonObject map:
                foreach (var name in map.Select(member => member.Key).Skip(Math.Max(longestList, MostMembers)).ToList())
                {
                    map.Remove(name);
                }

                map.Select(member => member.Value).OfType<JsonNode>().ToList().ForEach(member => Trim(member, longestText, longestList));
                break;
            case JsonValue value when value.GetValueKind() is JsonValueKind.String && value.GetValue<string>() is { } text
                && text.Length > longestText:
                Replace(value, text[..(longestText - Cut.Length)] + Cut);
                break;
        }
    }

    // JsonNode.ReplaceWith is generic over any type, which native compilation does not support.
    private static void Replace(JsonValue value, string text)
    {
        switch (value.Parent)
        {
            case JsonArray list:
                list[value.GetElementIndex()] = text;
                break;
            case JsonObject map:
                map[value.GetPropertyName()] = text;
                break;
        }
    }
}
