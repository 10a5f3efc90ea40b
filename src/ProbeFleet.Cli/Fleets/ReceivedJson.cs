using System.Collections;
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
        return JsonSerializer.Deserialize(text, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T))) ?? throw new JsonException("It is null.");
    }

    private static void Require(JsonTypeInfo type)
    {
        if (type.Kind is JsonTypeInfoKind.Enumerable)
        {
            type.OnDeserialized = RequireItems;
        }

        foreach (var property in type.Properties.Where(property => property.Set is not null))
        {
            property.IsRequired |= property.AssociatedParameter
                is { IsNullable: false, HasDefaultValue: false, IsMemberInitializer: false };
        }
    }

    private static void RequireItems(object list)
    {
        foreach (var item in (IEnumerable)list)
        {
            _ = item ?? throw new JsonException("A list has null in it.");
        }
    }
}
