using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProbeFleet.Core.Packets;

/// <summary>
/// JSON for files and terminals: indented, with characters such as <c>'</c> and <c>&gt;</c> not escaped. The writer says so and not the
/// serializer's options: with others, the serializer would describe every type a second time.
/// </summary>
public static class ReadableJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">How its type is written.</param>
    /// <returns>The JSON, without a line's end after it.</returns>
    public static string Of<T>(T value, JsonTypeInfo<T> type)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written, Readable))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return Encoding.UTF8.GetString(written.WrittenSpan);
    }
}
