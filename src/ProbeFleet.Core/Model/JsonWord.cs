using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ProbeFleet.Core.Model;

/// <summary>The word that the contract uses for a member of a closed list: the same in a sentence as in JSON.</summary>
internal static class JsonWord
{
    /// <summary>The word.</summary>
    /// <typeparam name="T">The closed list.</typeparam>
    /// <param name="value">The member.</param>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value, Words<T>.Contract).GetString()!;

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly JsonTypeInfo<T> Contract = Read(new() { TypeInfoResolver = ResultJson.Default });

        private static JsonTypeInfo<T> Read(JsonSerializerOptions options) => JsonMetadataServices.CreateValueInfo<T>(
            options, (JsonConverter<T>)new JsonStringEnumConverter<T>().CreateConverter(typeof(T), options)!);
    }
}
