using System.Globalization;
using System.Text;

namespace ProbeFleet.Core.Model;

/// <summary>Repairs JSON from outside that contains unpaired surrogates, as cutting a text in the middle of an emoji leaves them.</summary>
public static class JsonRepair
{
    private const int EscapeLength = 6;
    private const string Replacement = "\\ufffd";

    /// <summary>
    /// Replaces every unpaired surrogate, escaped or not, with U+FFFD. .NET's reader accepts the escape as JSON but throws something
    /// other than the exception for broken JSON when the string is read.
    /// </summary>
    public static string WithoutHalfSurrogates(string json)
    {
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
