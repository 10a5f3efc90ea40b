using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Reading;

/// <summary>How an offending value is shown to a person.</summary>
internal static partial class ShownValue
{
    private const int MaxLength = 100;

    /// <summary>The value as JSON, cut; null for objects and lists, whose parts have paths of their own.</summary>
    public static string? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => Of(value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Cut(value.GetRawText()),
    };

    /// <summary>The text as JSON, cut, or a note in its place.</summary>
    public static string Of(string text) =>
        LikelySecret.IsIn(text) ? "(not shown: it may hold a secret)" : $"\"{WithoutQuotes(text)}\"";

    /// <summary>The text with JSON's escapes, cut, or a note in its place.</summary>
    public static string WithoutQuotes(string text) => LikelySecret.IsIn(text)
        ? "(not shown)"
        : Cut(JsonEncodedText.Encode(AfterQuery.Replace(text, "(not shown)"), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());

    private static string Cut(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength - 1), "…");

    /// <summary>A URL's query or fragment, where signatures and keys hide.</summary>
    [GeneratedRegex(@"(?<=://[^?#]*[?#]).+", RegexOptions.Singleline)]
    private static partial Regex AfterQuery { get; }
}
