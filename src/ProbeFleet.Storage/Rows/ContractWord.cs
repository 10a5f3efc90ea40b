using System.Text.Json;

namespace ProbeFleet.Storage.Rows;

/// <summary>The word that the contract's JSON uses for a member of a closed list: the same in a column.</summary>
internal static class ContractWord
{
    public static string Of<T>(T value)
        where T : struct, Enum => Words<T>.ByMember[value];

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
