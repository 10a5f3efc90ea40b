using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Terminal;

/// <summary>The names of enum values as JSON has them: the command line says the same words.</summary>
internal static class WireName
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value, Info<T>()).GetString()!;

    public static T Parse<T>(string name)
        where T : struct, Enum => Enum.GetValues<T>().First(value => Of(value) == name);

    private static JsonTypeInfo<T> Info<T>() => (JsonTypeInfo<T>)ProbeFleetJson.Default.GetTypeInfo(typeof(T))!;
}
