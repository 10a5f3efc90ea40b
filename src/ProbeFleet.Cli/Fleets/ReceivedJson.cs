using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProbeFleet.Cli.Fleets;

/// <summary>
/// Reads what an app answers. The records' own contexts take a missing member as null or 0, as stored texts of earlier versions need it;
/// an answer that lacks a member which every app writes is of something else.
/// </summary>
internal static class ReceivedJson
{
    /// <summary>Reads an answer as the contract has it.</summary>
    /// <exception cref="JsonException">It is no JSON, lacks a member, or has null where a value must be.</exception>
    public static T Read<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        var options = new JsonSerializerOptions(type.Options)
        {
            RespectNullableAnnotations = true,
            TypeInfoResolver = type.OriginatingResolver!.WithAddedModifier(Require),
        };
        var read = JsonSerializer.Deserialize(text, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)))
            ?? throw new JsonException("It is null.");

        // Only what was read counts: a newer app's other members may have anything.
        return HasNullInList(JsonSerializer.SerializeToUtf8Bytes(read, type)) ? throw new JsonException("A list has null in it.") : read;
    }

    private static void Require(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.Set is not null))
        {
            property.IsRequired |= property.AssociatedParameter
                is { IsNullable: false, HasDefaultValue: false, IsMemberInitializer: false };
        }
    }

    private static bool HasNullInList(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        var lists = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    lists.Push(reader.TokenType is JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    lists.Pop();
                    break;
                case JsonTokenType.Null when lists.TryPeek(out var isList) && isList:
                    return true;
            }
        }

        return false;
    }
}
