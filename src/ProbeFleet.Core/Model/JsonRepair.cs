using System.Globalization;
using System.Text;

namespace ProbeFleet.Core.Model;

/// <summary>Makes JSON from outside readable that is JSON but for halves of surrogate pairs: what cutting a text in the middle of an emoji leaves.</summary>
public static class JsonRepair
{
    private const int EscapeLength = 6;
    private const string Replacement = "\\ufffd";

    /// <summary>
    /// The text with every half of a surrogate pair, escaped or not, replaced by U+FFFD: .NET's reader takes the escape for JSON, and refuses to
    /// make a text of it with another exception than for broken JSON.
    /// </summary>
    /// <param name="json">Any text. One without such a half comes back as it is.</param>
    public static string WithoutHalfSurrogates(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (!json.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !json.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            return json;
        }

        var repaired = new StringBuilder(json.Length);
        for (var at = 0; at < json.Length;)
        {
            at += Append(repaired, json.AsSpan(at));
        }

        return repaired.ToString();
    }

    private static int Append(StringBuilder repaired, ReadOnlySpan<char> rest)
    {
        switch (rest)
        {
            case ['\\', 'u', ..] when Unit(rest) is { } unit && char.IsSurrogate(unit):
                if (char.IsHighSurrogate(unit) && Unit(rest[EscapeLength..]) is { } next && char.IsLowSurrogate(next))
                {
                    repaired.Append(rest[..(2 * EscapeLength)]);
                    return 2 * EscapeLength;
                }

                repaired.Append(Replacement);
                return EscapeLength;
            case ['\\', '\\' or '"', ..]:
                repaired.Append(rest[..2]);
                return 2;
            default:
                Rune.DecodeFromUtf16(rest, out var rune, out var length);
                repaired.Append(rune.ToString());
                return length;
        }
    }

    private static char? Unit(ReadOnlySpan<char> rest) =>
        rest is ['\\', 'u', _, _, _, _, ..]
        && ushort.TryParse(rest[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
