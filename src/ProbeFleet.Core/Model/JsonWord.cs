using System.Text.Json;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Model;

/// <summary>The word that the contract uses for a member of a closed list: the same in a sentence as in JSON.</summary>
internal static class JsonWord
{
    /// <summary>The word.</summary>
    /// <typeparam name="T">The closed list.</typeparam>
    /// <param name="value">The member.</param>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value, ProbeFleetJson.Default.Options.GetTypeInfo(typeof(T))).GetString()!;
}
