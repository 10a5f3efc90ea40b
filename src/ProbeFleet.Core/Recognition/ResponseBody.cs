using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Recognition;

/// <summary>The parsed body of a response, before sanitizing.</summary>
internal sealed partial record ResponseBody
{
    public required BodyShape Shape { get; init; }

    /// <summary>How the JSON is framed; null for plain JSON and for a body that is not JSON.</summary>
    public AnswerFraming? Framing { get; init; }

    /// <summary>The provider's error code, as text even where the provider writes a number.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the error code was written as a number (OpenRouter).</summary>
    public bool CodeIsNumber { get; init; }

    public string? Type { get; init; }

    /// <summary>Further identifiers in the error: a status word, a reason, an inner code, the parameter.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }

    /// <summary>The provider that OpenRouter names in its error (<c>metadata.provider_name</c>).</summary>
    public string? ProviderName { get; init; }

    /// <summary>The provider that Portkey names beside an error (<c>provider</c>).</summary>
    public string? RelayedFor { get; init; }

    /// <summary>A request ID inside the body (Kong).</summary>
    public string? RequestId { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>The model that a completion says it is from.</summary>
    public string? Model { get; init; }

    public string? Title { get; init; }

    /// <summary>The readable text of a page, or of JSON without a message.</summary>
    public string? Excerpt { get; init; }

    /// <summary>Whether only an OpenAI-compatible API writes this shape.</summary>
    public bool IsApiShape => Shape is BodyShape.Completion or BodyShape.ModelList or BodyShape.Embeddings or BodyShape.ErrorObject;

    /// <param name="text">The text of what was kept of the body, decompressed; null when it was not read.</param>
    public static ResponseBody Read(string? text, string? contentType)
    {
        if (text is null || IsBinary(text))
        {
            return new() { Shape = BodyShape.Unknown };
        }

        var trimmed = text.AsSpan().Trim();
        return trimmed switch
        {
            [] => new() { Shape = BodyShape.Empty },
            ['{' or '[' or '"', ..] => ReadJson(text) ?? FramedBody.Read(text, ReadJson) ?? ReadText(text),
            _ when IsHtml(text, contentType) => ReadPage(text),
            ['<', ..] => ReadText(OneLine(Tag.Replace(text, " "))),
            _ => FramedBody.Read(text, ReadJson) ?? ReadText(text),
        };
    }

    /// <summary>Whether the text is binary, such as a body that is compressed without saying so, and not fit to be shown.</summary>
    private static bool IsBinary(string text)
    {
        var beginning = text.AsSpan(0, Math.Min(text.Length, 2000));
        var unreadable = 0;
        foreach (var character in beginning)
        {
            unreadable += character is '\uFFFD' or (< ' ' and not ('\t' or '\n' or '\r')) ? 1 : 0;
        }

        return unreadable * 20 > beginning.Length;
    }

    private static bool IsHtml(string text, string? contentType) =>
        HtmlStart.IsMatch(text) || contentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true;

    private static ResponseBody ReadPage(string text) => new()
    {
        Shape = BodyShape.Html,
        Title = Heading(HtmlTitle, text) ?? Heading(HtmlHeading, text),
        Excerpt = OneLine(Tag.Replace(Hidden.Replace(text, " "), " ")),
    };

    private static string? Heading(Regex place, string text) =>
        place.Match(text) is { Success: true } found && OneLine(found.Groups[1].Value) is { Length: > 0 } heading ? heading : null;

    private static string OneLine(string text) => WhiteSpace.Replace(text, " ").Trim();

    private static ResponseBody ReadText(string text) => new() { Shape = BodyShape.Text, Message = text.Trim() };

    private static ResponseBody? ReadJson(string text)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, MaxDepth = 64 };
            using var document = JsonDocument.Parse(JsonRepair.WithoutHalfSurrogates(text), options);
            var body = ErrorBody.Read(document.RootElement);
            body = body.Shape is BodyShape.Json ? OtherGeneration.ShapeOf(document.RootElement) switch
            {
                BodyShape.EmptyCompletion when body.Message is null => body with { Shape = BodyShape.EmptyCompletion },
                BodyShape.OtherGeneration => new() { Shape = BodyShape.OtherGeneration },
                _ => body,
            } : body;
            return body is { Message: null, Shape: not (BodyShape.Completion or BodyShape.ModelList or BodyShape.Embeddings) }
                ? body with { Excerpt = OneLine(text) }
                : body;
        }
        catch (JsonException)
        {
            // A list can be longer than what was read; its beginning is enough.
            return EmbeddingsStart.IsMatch(text) ? new() { Shape = BodyShape.Embeddings }
                : ModelListStart.IsMatch(text) ? new() { Shape = BodyShape.ModelList }
                : null;
        }
    }

    // Each pattern takes linear time: an atomic group matches what precedes the first element once, and a title's tag ends before the next
    // begins.
    [GeneratedRegex(@"\A\s*(?>(?:(?:<!--.*?-->|<\?xml[^>]*>)\s*)*)<(?:!doctype\s*html|html|head|body)\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex HtmlStart { get; }

    [GeneratedRegex(@"<title[^<>]*>([^<]{1,400})", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlTitle { get; }

    [GeneratedRegex(@"<h1[^<>]*>([^<]{1,400})", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlHeading { get; }

    [GeneratedRegex(@"<(script|style|title)\b[^<>]*>[^<]*", RegexOptions.IgnoreCase)]
    private static partial Regex Hidden { get; }

    [GeneratedRegex(@"<[^<>]{0,1000}>|&[a-z]{2,8};", RegexOptions.IgnoreCase)]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace { get; }

    [GeneratedRegex(@"\A\s*\{[^\[{]{0,200}""data""\s*:\s*\[\s*\{[^\[{]{0,200}""embedding""\s*:")]
    private static partial Regex EmbeddingsStart { get; }

    [GeneratedRegex(@"\A\s*\{\s*(""object""\s*:\s*""list""|""data""\s*:\s*\[\s*\{\s*""id"")")]
    private static partial Regex ModelListStart { get; }
}
