using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Packets;

/// <summary>Cleans every text of a result once more before it leaves, whatever wrote it.</summary>
public static class ResultSanitizer
{
    // Members whose values are words of closed lists or names of routes and vantages, not texts from outside. A short secret that happens
    // to be such a word must not break the result.
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.Ordinal,
        "break", "cause", "depth", "fronts", "kind", "name", "origin", "outcome", "owner", "responder", "runtime", "shape",
        "stage", "variant");

    private const string HashPrefix = "sha256:";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    // Members that the probe itself fills with IDs, instants, hashes and addresses. A secret may match part of one by chance ("11" is in
    // every timestamp of November).
    private static readonly FrozenSet<string> OwnFacts = FrozenSet.Create(
        StringComparer.Ordinal,
        "addresses", "at", "checkedAt", "endpoint", "expiresAt", "id", "identity", "local", "notAfter", "notBefore", "path", "probeId",
        "remote", "route",
        "startedAt", "thumbprint");

    /// <summary>
    /// Cleans every text of the result. Names, words of closed lists, and the IDs, instants, hashes and addresses that the probe itself
    /// writes stay as they are; request IDs are cleaned as IDs. A clean result comes back equal.
    /// </summary>
    public static ProbeResult Clean(ProbeResult result, Sanitizer sanitizer)
    {
        // Nearly every result is clean, and looking at its texts is cheaper than writing and reading its JSON.
        if (ResultTexts.All(result, (name, text) => string.Equals(text, Clean(name, text, sanitizer), StringComparison.Ordinal)))
        {
            return result;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(result, ProbeFleetJson.Default.ProbeResult);
        return JsonSerializer.Deserialize(Rewrite(json, sanitizer).WrittenSpan, ProbeFleetJson.Default.ProbeResult)!;
    }

    private static ArrayBufferWriter<byte> Rewrite(ReadOnlySpan<byte> json, Sanitizer sanitizer)
    {
        var clean = new ArrayBufferWriter<byte>(json.Length);
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
                    writer.WriteStringValue(Clean(name, reader.GetString()!, sanitizer));
                    break;
                default:
                    Copy(ref reader, writer);
                    break;
            }
        }

        writer.Flush();
        return clean;
    }

    private static string Clean(string name, string text, Sanitizer sanitizer) =>
        Words.Contains(name) || (OwnFacts.Contains(name) && IsOwnFact(text)) ? text
        : IsId(name) ? sanitizer.CleanId(text)
        : sanitizer.Clean(text);

    // Checks the shape too, because a member of the same name may hold a text.
    private static bool IsOwnFact(string text) =>
        Guid.TryParseExact(text, "D", out _)
        || DateTimeOffset.TryParseExact(text, InstantConverter.Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
        || IPEndPoint.TryParse(text, out _)
        || text.AsSpan(text.StartsWith(HashPrefix, StringComparison.Ordinal) ? HashPrefix.Length : 0).IndexOfAnyExcept(Hexadecimal) < 0;

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
