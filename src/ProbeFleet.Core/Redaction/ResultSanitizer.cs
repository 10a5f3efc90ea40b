using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Json;

namespace ProbeFleet.Core.Redaction;

/// <summary>The last gate before a result leaves: every text in it is cleaned once more, whoever wrote it.</summary>
public static class ResultSanitizer
{
    // Members whose values are words of closed lists or names of routes and vantages: ours, not texts from outside. A short
    // secret that happens to be such a word must not break the result.
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.Ordinal,
        "break", "cause", "depth", "fronts", "kind", "name", "origin", "outcome", "owner", "responder", "shape", "stage", "variant");

    /// <summary>
    /// The result with every text cleaned. Names and words of closed lists are not texts; request ids are cleaned as ids. A clean
    /// result comes back equal.
    /// </summary>
    /// <param name="result">The result.</param>
    /// <param name="sanitizer">Takes the secrets out.</param>
    public static ProbeResult Clean(ProbeResult result, Sanitizer sanitizer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(sanitizer);
        var text = JsonSerializer.SerializeToUtf8Bytes(result, ProbeFleetJson.Default.ProbeResult);
        var clean = new ArrayBufferWriter<byte>(text.Length);
        return Rewrite(text, clean, sanitizer) ? JsonSerializer.Deserialize(clean.WrittenSpan, ProbeFleetJson.Default.ProbeResult)! : result;
    }

    /// <summary>Copies JSON with its texts cleaned; false when nothing changed.</summary>
    private static bool Rewrite(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> clean, Sanitizer sanitizer)
    {
        var changed = false;
        var reader = new Utf8JsonReader(json);
        using var writer = new Utf8JsonWriter(clean);
        var name = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    writer.WritePropertyName(name);
                    break;
                case JsonTokenType.String:
                    var text = reader.GetString()!;
                    var cleaned = Words.Contains(name) ? text : IsId(name) ? sanitizer.CleanId(text) : sanitizer.Clean(text);
                    changed |= !string.Equals(text, cleaned, StringComparison.Ordinal);
                    writer.WriteStringValue(cleaned);
                    break;
                default:
                    Copy(ref reader, writer);
                    break;
            }
        }

        writer.Flush();
        return changed;
    }

    private static bool IsId(string name) => name is "requestId" || name.EndsWith("-id", StringComparison.OrdinalIgnoreCase);

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan);
                break;
        }
    }
}
