using System.Text.Json;

namespace ProbeFleet.Core.Packets;

/// <summary>Reads packets, so that the requests that prove a fix can be repeated.</summary>
public static class PacketReader
{
    private const string GiveOne = "Give a file that `probefleet packet --output json` wrote.";

    /// <summary>Reads a packet.</summary>
    /// <exception cref="FormatException">This version cannot read the packet; the message says why and what to do.</exception>
    public static Packet Read(string json)
    {
        if (JsonRepair.WithoutHalfSurrogates(json) != json)
        {
            throw new FormatException(
                $"This is not a valid packet: it has half of a surrogate pair, which is no text. {GiveOne}");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            CheckHead(document.RootElement);
            var packet = document.Deserialize(ProbeFleetJson.Default.Packet)!;
            return packet.Verification.Requests is [_, ..] ? packet
                : throw new FormatException("The packet names no request that would prove the fix: $.verification.requests is empty.");
        }
        catch (JsonException error)
        {
            if (json.TrimStart().StartsWith("# ", StringComparison.Ordinal))
            {
                throw new FormatException(
                    "This is Markdown, perhaps a packet for people to read: give the packet that `probefleet packet --output json` writes.",
                    error);
            }

            var why = error.Path is null ? $"line {(error.LineNumber ?? 0) + 1} is not JSON." : error.Message;
            throw new FormatException(
                $"This is not a valid packet: {why} {GiveOne}", error);
        }
    }

    private static void CheckHead(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            throw new FormatException(root.ValueKind is JsonValueKind.Array
                ? "This is a JSON array, perhaps probe results: make a packet from one with `probefleet packet RESULT.json`."
                : $"This is not a packet: a packet is a JSON object. {GiveOne}");
        }

        if (root.TryGetProperty("diagnosis", out _) && root.TryGetProperty("fingerprint", out _) && !root.TryGetProperty("kind", out _))
        {
            throw new FormatException("This is a probe result, not a packet: make a packet from it with `probefleet packet RESULT.json`.");
        }

        if (!root.TryGetProperty("schema", out var schema)
            || schema.ValueKind is not JsonValueKind.Number
            || !schema.TryGetInt32(out var version)
            || !root.TryGetProperty("kind", out var kind))
        {
            throw new FormatException(
                $"This is not a packet: it has no 'schema' number and 'kind'. {GiveOne}");
        }

        if (version != Packet.CurrentSchema)
        {
            throw new FormatException(
                $"The packet has schema {version}; this probefleet reads schema {Packet.CurrentSchema}. "
                + "Use the version that wrote it, or a newer one.");
        }

        if (kind.ValueKind is not JsonValueKind.String || kind.GetString() is not ("probe" or "incident"))
        {
            throw new FormatException($"The packet's kind is {kind.GetRawText()}; this probefleet reads \"probe\" and \"incident\".");
        }
    }
}
