using System.Text.Json;
using System.Text.RegularExpressions;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Recognition;

/// <summary>What a response's body says, before sanitizing.</summary>
internal sealed partial record ResponseBody
{
    public required BodyShape Shape { get; init; }

    /// <summary>The provider's error code, as text even where the provider writes a number.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the error code was written as a number (OpenRouter).</summary>
    public bool CodeIsNumber { get; init; }

    public string? Type { get; init; }

    public string? Message { get; init; }

    /// <summary>The provider that a gateway names in its error (OpenRouter's <c>metadata.provider_name</c>).</summary>
    public string? ProviderName { get; init; }

    /// <summary>A request id inside the body (Kong).</summary>
    public string? RequestId { get; init; }

    public string? FinishReason { get; init; }

    public string? Title { get; init; }

    /// <summary>Whether this is a shape that only an OpenAI-compatible API writes.</summary>
    public bool IsApiShape => Shape is BodyShape.Completion or BodyShape.ModelList or BodyShape.ErrorObject;

    /// <summary>Reads a body.</summary>
    /// <param name="text">The body's text, at most its first 64 KiB; null when it was not read.</param>
    /// <param name="contentType">The declared media type.</param>
    public static ResponseBody Read(string? text, string? contentType)
    {
        if (text is null)
        {
            return new() { Shape = BodyShape.Unknown };
        }

        var trimmed = text.AsSpan().Trim();
        return trimmed switch
        {
            [] => new() { Shape = BodyShape.Empty },
            ['{' or '[', ..] => ReadJson(text) ?? ReadText(text),
            _ when IsHtml(text, contentType) => new() { Shape = BodyShape.Html, Title = ReadTitle(text) },
            _ => ReadText(text),
        };
    }

    private static bool IsHtml(string text, string? contentType) =>
        HtmlStart.IsMatch(text) || contentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true;

    private static string? ReadTitle(string text) =>
        HtmlTitle.Match(text) is { Success: true } title ? WhiteSpace.Replace(title.Groups[1].Value, " ").Trim() : null;

    private static ResponseBody ReadText(string text) => new() { Shape = BodyShape.Text, Message = text.Trim() };

    private static ResponseBody? ReadJson(string text)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, MaxDepth = 64 };
            using var document = JsonDocument.Parse(JsonRepair.WithoutHalfSurrogates(text), options);
            return ErrorBody.Read(document.RootElement);
        }
        catch (JsonException)
        {
            // A list of models can be longer than what was read: its beginning is enough.
            return ModelListStart.IsMatch(text) ? new() { Shape = BodyShape.ModelList } : null;
        }
    }

    // Each is linear in the text: what precedes the first element is taken once and never taken apart again (atomic group), and a title's tag ends
    // before the next one begins.
    [GeneratedRegex(@"\A\s*(?>(?:(?:<!--.*?-->|<\?xml[^>]*>)\s*)*)<(?:!doctype\s+html|html|head|body)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex HtmlStart { get; }

    [GeneratedRegex(@"<title[^<>]*>([^<]{1,400})", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlTitle { get; }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace { get; }

    [GeneratedRegex(@"\A\s*\{\s*(""object""\s*:\s*""list""|""data""\s*:\s*\[\s*\{\s*""id"")")]
    private static partial Regex ModelListStart { get; }
}
