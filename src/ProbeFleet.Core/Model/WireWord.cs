using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>
/// The word that JSON, tables, telemetry, sentences and the command line use for a member of a closed list: what its
/// <see cref="JsonStringEnumMemberNameAttribute"/> says. One member has one word everywhere.
/// </summary>
public static class WireWord
{
    /// <summary>A member's word, for example <c>connection-path</c>.</summary>
    public static string Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(T value)
        where T : struct, Enum => Words<T>.ByMember[value];

    /// <summary>All words, in the order of the members' values.</summary>
    public static IReadOnlyList<string> All<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>()
        where T : struct, Enum => Words<T>.InOrder;

    /// <summary>The member that a word names; null when none does. Case counts.</summary>
    public static T? Find<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(string word)
        where T : struct, Enum => Words<T>.Members.TryGetValue(word, out var member) ? member : null;

    /// <summary>The member that a stored word names.</summary>
    /// <param name="place">Where the word stands, for the message: a column's name.</param>
    /// <param name="word">The word; the message does not repeat it.</param>
    /// <exception cref="FormatException">No member has this word.</exception>
    public static T Read<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(string place, string word)
        where T : struct, Enum =>
        Find<T>(word) ?? throw new FormatException($"Column {place} holds a word that this version does not know.");

    private static class Words<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByMember = typeof(T)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(
                field => Enum.Parse<T>(field.Name),
                field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name);

        public static readonly IReadOnlyList<string> InOrder = [.. Enum.GetValues<T>().Select(member => ByMember[member])];

        public static readonly Dictionary<string, T> Members =
            ByMember.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
