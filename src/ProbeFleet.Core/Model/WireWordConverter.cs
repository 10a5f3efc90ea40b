using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ProbeFleet.Core.Model;

/// <summary>
/// Reads and writes an enum member as its <see cref="WireWord"/>; a number, a word that is none and one in other case throw
/// <see cref="JsonException"/>.
/// </summary>
public sealed class WireWordConverter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T> : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? Member(reader.GetString()!) : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WireWord.Of(value));

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Member(reader.GetString()!);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(WireWord.Of(value));

    // Without a message the serializer says which type and where.
    private static T Member(string word) => WireWord.Find<T>(word) ?? throw new JsonException();
}
