namespace ProbeFleet.Core.Recognition;

/// <summary>A response with its parsed headers and body.</summary>
internal sealed record ReadableResponse(RawResponse Raw, ResponseHeaders Headers, ResponseBody Body)
{
    public bool OnAzureHost => AzureCloud.OfModelHost(Raw.Host) is not null;

    public bool OnOpenAIHost => Raw.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase);

    public bool BodyHas(string text) => Raw.Body?.Contains(text, StringComparison.OrdinalIgnoreCase) is true;

    public bool MessageHas(string text) => Body.Message?.Contains(text, StringComparison.OrdinalIgnoreCase) is true;
}

/// <summary>The identified responder of a response.</summary>
internal sealed record ResponderReading(Responder Responder, string? Product, AnswerOrigin? Origin, IReadOnlyList<string> Marks);

/// <summary>
/// Identifies the responder from the headers, the shape of the body and the host that TLS proved. The status counts only where a product
/// has a status of its own. The first product with a mark wins, in the order of <see cref="ResponderSigns"/>.
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
