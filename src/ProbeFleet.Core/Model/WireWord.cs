using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProbeFleet.Core.Model;

/// <summary>
/// The word that represents an enum member in JSON, tables, telemetry, sentences and on the command line, taken from its
/// <see cref="JsonStringEnumMemberNameAttribute"/>. A member has the same word everywhere.
/// </summary>
public static class WireWord
{
    /// <summary>A member's word, for example <c>connection-path</c>.</summary>
    public static string Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(T value)
        where T : struct, Enum => Words<T>.List.Of(Unsafe.BitCast<T, int>(value));

    /// <summary>A member's word; null without a member.</summary>
    public static string? Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(T? value)
        where T : struct, Enum => value is { } member ? Of(member) : null;

    /// <summary>All words, in the order of the members' values.</summary>
    public static IReadOnlyList<string> All<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>()
        where T : struct, Enum => Words<T>.List.InOrder;

    /// <summary>The member with the word, case-sensitive; null when there is none.</summary>
    public static T? Find<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(string word)
        where T : struct, Enum => Words<T>.List.Find(word) is { } member ? Unsafe.BitCast<int, T>(member) : null;

    /// <summary>Reads a stored word.</summary>
    /// <param name="place">The column's name for the error message, which does not repeat the word.</param>
    /// <exception cref="FormatException">No member has this word.</exception>
    public static T Read<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(string place, string word)
        where T : struct, Enum =>
        Find<T>(word) ?? throw new FormatException($"Column {place} holds a word that this version does not know.");

    private static class Words<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>
        where T : struct, Enum
    {
        public static readonly WordList List = new(typeof(T));
    }

    /// <summary>One enum's words by its members' numbers, 0, 1, …: a generic list would be compiled for each enum anew.</summary>
    private sealed class WordList
    {
        private readonly string[] _words;
        private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);

        public WordList([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] Type type)
        {
            var fields = type.GetFields(BindingFlags.Public | BindingFlags.Static);
            _words = new string[fields.Length];
            foreach (var field in fields)
            {
                var member = (int)field.GetRawConstantValue()!;
                _words[member] = field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name;
                _members.Add(_words[member], member);
            }
        }

        public IReadOnlyList<string> InOrder => _words;

        public string Of(int member) => (uint)member < (uint)_words.Length ? _words[member] : throw new KeyNotFoundException();

        public int? Find(string word) => _members.TryGetValue(word, out var member) ? member : null;
    }
}
