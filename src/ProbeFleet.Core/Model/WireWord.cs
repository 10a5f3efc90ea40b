using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ProbeFleet.Core.Model;

/// <summary>
/// The word that represents an enum member in JSON, tables, telemetry, sentences and on the command line, taken from its
/// <see cref="JsonStringEnumMemberNameAttribute"/>. A member has the same word everywhere.
/// </summary>
public static class WireWord
{
    /// <summary>A member's word, for example <c>connection-path</c>.</summary>
    public static string Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(T value)
        where T : struct, Enum => Words<T>.ByMember[value];

    /// <summary>A member's word; null without a member.</summary>
    public static string? Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(T? value)
        where T : struct, Enum => value is { } member ? Of(member) : null;

    /// <summary>All words, in the order of the members' values.</summary>
    public static IReadOnlyList<string> All<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>()
        where T : struct, Enum => Words<T>.InOrder;

    /// <summary>The member with the word, case-sensitive; null when there is none.</summary>
    public static T? Find<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(string word)
        where T : struct, Enum => Words<T>.Members.TryGetValue(word, out var member) ? member : null;

    /// <summary>Reads a stored word.</summary>
    /// <param name="place">The column's name for the error message, which does not repeat the word.</param>
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
