namespace ProbeFleet.Core.Recognition;

/// <summary>Reads JSON that comes in pieces: server-sent events, one value per line, or a value and the end of a stream.</summary>
internal static class FramedBody
{
    private const string Done = "[DONE]";
    private const string Data = "data:";
    private const int MostPieces = 512;

    /// <summary>Reads a framed body; null when the text has none of these framings.</summary>
    /// <param name="readJson">Reads one JSON value; returns null for anything else.</param>
    public static ResponseBody? Read(string text, Func<string, ResponseBody?> readJson)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Take(MostPieces).ToArray();
        if (lines is [var first, ..] && IsEventLine(first))
        {
            var pieces = lines.Where(line => line.StartsWith(Data, StringComparison.Ordinal)).Select(line => line[Data.Length..].Trim());
            return Judge([.. pieces.Where(piece => piece is not (Done or ""))], AnswerFraming.Events, readJson);
        }

        if (text.LastIndexOf(Data, StringComparison.Ordinal) is > 0 and var end && text[(end + Data.Length)..].Trim() is Done)
        {
            return Judge([text[..end]], AnswerFraming.JsonThenDone, readJson);
        }

        return lines is [['{', ..], ['{', ..], ..] ? Judge(lines, AnswerFraming.Lines, readJson) : null;
    }

    private static bool IsEventLine(string line) =>
        line is [':', ..] || line.StartsWith(Data, StringComparison.Ordinal) || line.StartsWith("event:", StringComparison.Ordinal);

    /// <summary>Prefers an error, then the last piece of a completion, then the first piece that could be read.</summary>
    private static ResponseBody? Judge(IReadOnlyList<string> pieces, AnswerFraming framing, Func<string, ResponseBody?> readJson)
    {
        var read = pieces.Select(readJson).OfType<ResponseBody>().ToArray();
        var body = read.FirstOrDefault(
            piece => piece.Shape is not (BodyShape.Completion or BodyShape.ModelList) && piece.Message is not null)
            ?? read.LastOrDefault(piece => piece.Shape is BodyShape.Completion && piece.FinishReason is not null)
            ?? read.FirstOrDefault(piece => piece.Shape is BodyShape.Completion)
            ?? read.FirstOrDefault();
        return body is null ? null : body with { Framing = framing };
    }
}
