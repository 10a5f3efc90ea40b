using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Recognition;

/// <summary>A response with its headers and body made readable.</summary>
internal sealed record ReadableResponse(RawResponse Raw, ResponseHeaders Headers, ResponseBody Body)
{
    /// <summary>The host is one of Azure OpenAI's.</summary>
    public bool OnAzureHost => AzureCloud.OfModelHost(Raw.Host) is not null;

    /// <summary>The host is OpenAI's.</summary>
    public bool OnOpenAIHost => Raw.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the body has the text.</summary>
    public bool BodyHas(string text) => Raw.Body?.Contains(text, StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Whether the error message has the text.</summary>
    public bool MessageHas(string text) => Body.Message?.Contains(text, StringComparison.OrdinalIgnoreCase) is true;
}

/// <summary>Who produced a response.</summary>
internal sealed record ResponderReading(Responder Responder, string? Product, AnswerOrigin? Origin, IReadOnlyList<string> Marks);

/// <summary>
/// Judges who produced a response from its headers, its body's shape and the host that TLS proved. The status takes no
/// part, except where a product has a status of its own. The first product with a mark wins; the order is in <see cref="ResponderSigns"/>.
/// </summary>
internal static class ResponderFingerprint
{
    public static ResponderReading Read(ReadableResponse response)
    {
        var shown = ResponderSigns.All.Where(sign => sign.Shows(response)).ToArray();
        if (shown is [])
        {
            return new(Responder.Unknown, null, null, []);
        }

        var first = shown[0];
        var marks = shown.Where(sign => sign.Product == first.Product).Select(sign => sign.Mark).Distinct().ToArray();
        return new(first.Responder, first.Product, ResponderOrigin.Read(first.Product, response), marks);
    }
}
