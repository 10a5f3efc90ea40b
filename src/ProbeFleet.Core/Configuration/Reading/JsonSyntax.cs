using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>Finds the first JSON syntax error, with its line and column.</summary>
internal static class JsonSyntax
{
    public static Violation? FirstError(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return new("$", "The text is not UTF-8: save the file as UTF-8.");
        }

        if (json.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new("$", "The text is empty: a configuration has at least { \"routes\": [ … ] }.");
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped && !IsText(reader))
                {
                    return At(json, (int)reader.TokenStartIndex, "a \\u escape is half of a surrogate pair, which is no text.");
                }
            }

            return null;
        }
        catch (JsonException error)
        {
            var lineStart = StartOfLine(json, (int)(error.LineNumber ?? 0));
            var index = Math.Min(lineStart + (int)(error.BytePositionInLine ?? 0), json.Length);
            return At(json, index, Reason(error, json[index..]));
        }
    }

    private static bool IsText(Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // The reader's own message may quote the text, which may be a key without quotation marks.
    private static string Reason(JsonException error, ReadOnlySpan<byte> rest)
    {
        var sentence = error.Message.Split(" LineNumber:")[0];
        return rest switch
        {
            [] => "the text ends too early: a bracket, brace or quotation mark is not closed.",
            [(byte)'/', ..] => "comments are not allowed.",
            _ when Says("trailing comma") => "a comma before the closing bracket or brace is not allowed.",
            [(byte)'\n' or (byte)'\r', ..] => "a text is not closed: the quotation mark is missing on this line.",
            [(byte)'\'', ..] => "names and texts are written in double quotation marks.",
            _ when Says("literal") => "texts are written in double quotation marks; other values are true, false, null and numbers.",
            _ => sentence,
        };

        bool Says(string words) => sentence.Contains(words, StringComparison.Ordinal);
    }

    private static Violation At(ReadOnlySpan<byte> json, int index, string reason)
    {
        var before = json[..index];
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new("$", $"Not JSON at line {line}, column {column}: {reason}");
    }

    private static int StartOfLine(ReadOnlySpan<byte> json, int line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += json[start..].IndexOf((byte)'\n') + 1;
        }

        return start;
    }
}
