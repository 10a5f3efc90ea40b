using System.Text.Json;

namespace ProbeFleet.Storage.Rows;

/// <summary>The word that the contract's JSON uses for a member of a closed list: the same in a column.</summary>
public static class ContractWord
{
    /// <summary>A member's word.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="value">The member.</param>
    public static string Of<T>(T value)
        where T : struct, Enum => Words<T>.ByMember[value];

    /// <summary>The member that a stored word names.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="column">Where the word stands.</param>
    /// <param name="word">The word.</param>
    /// <exception cref="FormatException">No member has this word.</exception>
    public static T Read<T>(string column, string word)
        where T : struct, Enum => Words<T>.Members.TryGetValue(word, out var member)
            ? member
            : throw new FormatException($"Column {column} holds a word that this version does not know.");

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByMember =
            Enum.GetValues<T>().ToDictionary(member => member, member => JsonSerializer.SerializeToElement(member).GetString()!);

        public static readonly Dictionary<string, T> Members = ByMember.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
