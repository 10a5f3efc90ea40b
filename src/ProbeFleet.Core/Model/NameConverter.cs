using System.Text.Json;

namespace ProbeFleet.Core.Model;

/// <summary>A short identifier that is written as a JSON string.</summary>
public interface IName<TSelf>
    where TSelf : struct, IName<TSelf>
{
    /// <summary>Makes the identifier from text.</summary>
    /// <exception cref="FormatException">The text is not valid.</exception>
    static abstract TSelf From(string value);
}

/// <summary>Reads and writes an identifier as a JSON string; an invalid one throws <see cref="JsonException"/>.</summary>
public sealed class NameConverter<T> : JsonConverter<T>
    where T : struct, IName<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String || reader.GetString() is not { } text)
        {
            throw new JsonException("A name must be a JSON string.");
        }

        try
        {
            return T.From(text);
        }
        catch (FormatException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
