using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>One escaped character in a URL, JSON or HTML.</summary>
/// <param name="Length">The length of the escape in the text.</param>
/// <param name="Characters">The decoded characters.</param>
internal readonly record struct Escape(int Length, string Characters)
{
    private const int LongestEntity = 10;

    /// <summary>The characters with which an escape can begin.</summary>
    public const string Beginnings = """%\&""";

    private static readonly FrozenDictionary<string, string> Entities = FrozenDictionary.Create<string, string>(
        StringComparer.OrdinalIgnoreCase,
        new("amp", "&"), new("lt", "<"), new("gt", ">"), new("quot", "\""), new("apos", "'"), new("nbsp", " "), new("shy", "\u00ad"),
        new("zwj", "\u200d"), new("zwnj", "\u200c"), new("sol", "/"), new("plus", "+"), new("equals", "="), new("period", "."),
        new("lowbar", "_"));

    /// <summary>Reads the escape at the start of the text; null when there is none.</summary>
    public static Escape? Read(ReadOnlySpan<char> text) => text switch
    {
        ['%', ..] => Percent(text),
        ['\\', 'u', ..] => Unit(text) is not { } unit ? null
            : char.IsHighSurrogate(unit) && text.Length >= 12 && Unit(text[6..]) is { } low
                && char.IsLowSurrogate(low) ? new(12, $"{unit}{low}")
            : new(6, $"{unit}"),
        ['\\', 'x', _, _, ..] => Byte(text[2..]) is { } value ? new(4, $"{(char)value}") : null,
        ['\\', 'n' or 'r' or 't' or 'f' or 'b', ..] => new(2, " "),
        ['\\', var escaped, ..] when !char.IsLetterOrDigit(escaped) && !char.IsWhiteSpace(escaped) => new(2, $"{escaped}"),
        ['&', ..] => Entity(text[..Math.Min(text.Length, LongestEntity)]),
        _ => null,
    };

    private static char? Unit(ReadOnlySpan<char> text) =>
        text is ['\\', 'u', _, _, _, _, ..] && Hexadecimal(text.Slice(2, 4)) is { } unit ? (char)unit : null;

    private static int? Byte(ReadOnlySpan<char> text) => text.Length >= 2 ? Hexadecimal(text[..2]) : null;

    private static Escape? Percent(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        while (count < bytes.Length && text.Length > count * 3 && text[count * 3] == '%' && Byte(text[(count * 3 + 1)..]) is { } value)
        {
            bytes[count++] = (byte)value;
            if (bytes[0] < 0x80)
            {
                break;
            }
        }

        return count == 0 ? null
            : Rune.DecodeFromUtf8(bytes[..count], out var rune, out var consumed) is OperationStatus.Done
                ? new(consumed * 3, rune.ToString())
            : new(3, $"{(char)bytes[0]}");
    }

    private static Escape? Entity(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        if (end < 2)
        {
            return null;
        }

        var name = text[1..end];
        int? number = name switch
        {
            ['#', 'x' or 'X', ..] => Hexadecimal(name[2..]),
            ['#', ..] => int.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null,
            _ => null,
        };
        return number is { } scalar ? Rune.TryCreate(scalar, out var rune) ? new(end + 1, rune.ToString()) : null
            : Entities.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var character) ? new(end + 1, character)
            : null;
    }

    private static int? Hexadecimal(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
