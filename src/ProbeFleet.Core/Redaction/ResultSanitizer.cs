using System.Text.Json;
using System.Text.Json.Serialization;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Json;

namespace ProbeFleet.Core.Redaction;

/// <summary>The last gate before a result leaves: every text in it is cleaned once more, whoever wrote it.</summary>
public static class ResultSanitizer
{
    /// <summary>
    /// The result with every text cleaned. Names, times, numbers and codes of closed lists are not texts; request ids are
    /// cleaned as ids. A clean result comes back equal.
    /// </summary>
    /// <param name="result">The result.</param>
    /// <param name="sanitizer">Takes the secrets out.</param>
    public static ProbeResult Clean(ProbeResult result, Sanitizer sanitizer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(sanitizer);
        var cleaning = new ProbeFleetJson(new JsonSerializerOptions(ProbeFleetJson.Default.Options) { Converters = { new CleaningConverter(sanitizer) } });
        var text = JsonSerializer.SerializeToUtf8Bytes(result, cleaning.ProbeResult);
        var clean = JsonSerializer.Deserialize(text, ProbeFleetJson.Default.ProbeResult)!;
        return result.Response is { } response ? clean with { Response = WithIds(clean.Response!, response, sanitizer) } : clean;
    }

    private static ResponseEvidence WithIds(ResponseEvidence clean, ResponseEvidence original, Sanitizer sanitizer) => clean with
    {
        RequestId = original.RequestId is { } id ? sanitizer.CleanId(id) : null,
        Headers = original.Headers.ToDictionary(
            header => header.Key,
            header => header.Key.EndsWith("-id", StringComparison.OrdinalIgnoreCase) ? sanitizer.CleanId(header.Value) : clean.Headers[header.Key]),
    };

    private sealed class CleaningConverter(Sanitizer sanitizer) : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(sanitizer.Clean(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
    }
}
