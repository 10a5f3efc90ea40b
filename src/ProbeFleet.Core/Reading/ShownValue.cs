using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Reading;

/// <summary>Formats an offending value for a message.</summary>
internal static partial class ShownValue
{
    private const int MaxLength = 100;

    /// <summary>The value as JSON, truncated; null for objects and lists, whose parts have their own paths.</summary>
    public static string? Format(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => Format(value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Cut(value.GetRawText()),
    };

    /// <summary>The text as a JSON string, truncated, or a note when it may hold a secret.</summary>
    public static string Format(string text) =>
        LikelySecret.IsIn(text) ? "(not shown: it may hold a secret)" : $"\"{WithoutQuotes(text)}\"";

    /// <summary>The text with JSON escapes, truncated, or a note when it may hold a secret.</summary>
    public static string WithoutQuotes(string text) => LikelySecret.IsIn(text)
        ? "(not shown)"
        : Cut(Escaped(JsonEncodedText.Encode(
            AfterQuery.Replace(text, "(not shown)"), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()));

    /// <summary>The text with escapes for what turns, breaks or hides it: bidirectional controls, zero widths.</summary>
    private static string Escaped(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? string.Concat($"{rune}".Select(unit => $"\\u{(int)unit:X4}"))
            : $"{rune}"));

    private static string Cut(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength - 1), "…");

    /// <summary>The query or fragment of a URL, where signatures and keys hide.</summary>
    [GeneratedRegex(@"(?<=://[^?#]*[?#]).+", RegexOptions.Singleline)]
    private static partial Regex AfterQuery { get; }
}
